import type { JSX } from 'preact';
import type { ClusterView, InstanceView, Share, TaskView } from '../../view.ts';
import { isSelected } from '../selection.ts';
import { selection } from '../store.ts';
import { RoomOn } from './room.tsx';
import { Tasks } from './task.tsx';

type ZoneView = {
  readonly zone: string;
  readonly instances: readonly InstanceView[];
  readonly fargate: readonly TaskView[];
};

/** The zones side by side, each with its instances and its part of Fargate. */
export function Zones({ cluster }: { readonly cluster: ClusterView }): JSX.Element {
  const zones = zonesOf(cluster);
  const hasFargate = fargateOf(cluster).length > 0;
  return (
    <div class="zones">
      {zones.map(({ zone, instances, fargate }) => (
        <section key={zone} class="zone" aria-label={`Zone ${zone}`}>
          <h4 class="zone-name">{zone}</h4>
          {instances.map((instance) => (
            <Instance key={instance.id} cluster={cluster} instance={instance} />
          ))}
          {hasFargate ? (
            <div class="box fargate">
              <p class="box-head">Fargate</p>
              <Tasks cluster={cluster.name} tasks={fargate} label={`Fargate tasks in ${zone}`} />
            </div>
          ) : null}
        </section>
      ))}
    </div>
  );
}

function fargateOf({ services, standalone }: ClusterView): readonly TaskView[] {
  return [...services.flatMap((service) => service.tasks), ...(standalone ?? [])];
}

function zonesOf(cluster: ClusterView): readonly ZoneView[] {
  const fargate = fargateOf(cluster);
  const names = new Set([...cluster.instances, ...fargate].map(({ zone }) => zone ?? 'not placed yet'));
  return [...names].toSorted().map((zone) => ({
    zone,
    instances: cluster.instances.filter((instance) => instance.zone === zone),
    fargate: fargate.filter((task) => (task.zone ?? 'not placed yet') === zone),
  }));
}

function Instance({
  cluster,
  instance,
}: {
  readonly cluster: ClusterView;
  readonly instance: InstanceView;
}): JSX.Element {
  const self = { kind: 'instance', id: instance.id } as const;
  const selected = isSelected(selection.value, self);
  const trouble = troubleOf(instance);
  return (
    <div class={`box instance${trouble === undefined ? '' : ' troubled'}${selected ? ' selected' : ''}`}>
      <button
        type="button"
        class="box-head"
        aria-pressed={selected}
        title={`${instance.id}, ${instance.type}`}
        onClick={() => (selection.value = selected ? undefined : self)}
      >
        <span class="instance-id">{shortId(instance.id)}</span>
        {trouble === undefined ? <span class="instance-type">{instance.type}</span> : <b class="trouble">{trouble}</b>}
      </button>
      <div class="meters">
        <Meter label="CPU" unit="units" share={instance.cpu} />
        <Meter label="Memory" unit="MiB" share={instance.memory} />
      </div>
      <Tasks cluster={cluster.name} tasks={instance.tasks} label={`Tasks on ${instance.id}`} />
      <RoomOn cluster={cluster} instance={instance.id} />
    </div>
  );
}

function Meter({
  label,
  unit,
  share: { used, total },
}: {
  readonly label: string;
  readonly unit: string;
  readonly share: Share;
}): JSX.Element {
  const part = total > 0 ? Math.min(1, used / total) : 0;
  const words = `${label} ${Math.round(part * 100)} % reserved: ${used} of ${total} ${unit}`;
  return (
    <div
      class="meter"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={used}
      aria-valuetext={words}
      title={words}
    >
      <span>{label === 'CPU' ? 'cpu' : 'mem'}</span>
      <i>
        <i style={{ width: `${part * 100}%` }} />
      </i>
    </div>
  );
}

/** An instance's id as people say it. */
function shortId(id: string): string {
  return id.length > 10 ? `${id.slice(0, 8)}…` : id;
}

function troubleOf({ status, agentConnected }: InstanceView): string | undefined {
  if (status !== 'ACTIVE') return status.toLowerCase();
  return agentConnected ? undefined : 'agent lost';
}
