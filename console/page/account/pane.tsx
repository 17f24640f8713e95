import type { JSX } from 'preact';
import type { ClusterView } from '../../view.ts';
import { Empty, Pane } from '../pane.tsx';
import { account } from '../store.ts';
import { Drains } from './drains.tsx';
import { Machinery } from './machinery.tsx';
import { Unplaced } from './room.tsx';
import { Services } from './service.tsx';
import type { TaskLook } from './state.ts';
import { taskLooks } from './state.ts';
import { Zones } from './zones.tsx';

export function Account(): JSX.Element {
  const view = account.value;
  return (
    <Pane name="account" title="Account" aside={<Legend />}>
      <div class="scroller account-body" tabIndex={0} role="group" aria-label="Clusters">
        {view === undefined ? (
          <Empty>Reading the account…</Empty>
        ) : (
          view.clusters.map((cluster) => <Cluster key={cluster.name} cluster={cluster} />)
        )}
        {view === undefined || view.functions.length === 0 ? null : <Machinery view={view} />}
      </div>
    </Pane>
  );
}

function Cluster({ cluster }: { readonly cluster: ClusterView }): JSX.Element {
  const { services, instances } = cluster;
  const running = services.reduce((sum, service) => sum + service.running, 0);
  const desired = services.reduce((sum, service) => sum + service.desired, 0);
  return (
    <section class="cluster" aria-labelledby={`cluster-${cluster.name}`}>
      <header class="cluster-head">
        <h3 id={`cluster-${cluster.name}`}>
          <span class="kind">cluster</span> {cluster.name}
        </h3>
        <p>
          {running} of {desired} copies · {counted(services.length, 'service')}
          {instances.length > 0 ? ` · ${counted(instances.length, 'instance')}` : ''}
        </p>
      </header>
      <Services cluster={cluster} />
      <Unplaced cluster={cluster} />
      <Drains cluster={cluster} />
      <Zones cluster={cluster} />
    </section>
  );
}

function counted(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? '' : 's'}`;
}

const legend: readonly TaskLook[] = ['healthy', 'running', 'starting', 'unhealthy', 'stopping', 'stopped'];

function Legend(): JSX.Element {
  return (
    <ul class="legend" aria-label="Legend">
      {legend.map((look) => (
        <li key={look}>
          <i class={`task task-${look}`} aria-hidden="true" /> {taskLooks[look]}
        </li>
      ))}
    </ul>
  );
}
