import type { JSX } from 'preact';
import type { ClusterView, DeploymentView, ServiceView } from '../../view.ts';
import { isSelected, serviceId } from '../selection.ts';
import { selection } from '../store.ts';
import { HealthSign } from './signs.tsx';
import { healthNames } from './state.ts';

export function Services({ cluster }: { readonly cluster: ClusterView }): JSX.Element {
  return (
    <ul class="services" aria-label={`Services of ${cluster.name}`}>
      {cluster.services.map((service) => (
        <li key={service.name}>
          <ServiceRow cluster={cluster.name} service={service} />
        </li>
      ))}
    </ul>
  );
}

function ServiceRow({ cluster, service }: { readonly cluster: string; readonly service: ServiceView }): JSX.Element {
  const self = { kind: 'service', id: serviceId(cluster, service.name) } as const;
  const selected = isSelected(selection.value, self);
  return (
    <button
      type="button"
      class={`service service-${service.health}`}
      aria-pressed={selected}
      title={selected ? 'Show everything again' : `Follow ${service.name}`}
      onClick={() => (selection.value = selected ? undefined : self)}
    >
      <HealthSign health={service.health} />
      <span class="service-name">{service.name}</span>
      <span class="service-state">{service.health === 'ok' ? '' : healthNames[service.health]}</span>
      <Pips service={service} />
      <span class="service-count">
        {service.running}/{service.desired}
        <span class="visually-hidden"> running</span>
      </span>
      <span class="service-more">
        {service.deployment === undefined ? (
          launchTypes[service.launchType]
        ) : (
          <Deployment deployment={service.deployment} />
        )}
      </span>
    </button>
  );
}

/** More copies than this are shown by their number alone. */
const mostPips = 12;

/** A pip for each wanted copy: full when it runs, dashed when it starts, empty when it is missing. */
function Pips({ service: { desired, running, pending } }: { readonly service: ServiceView }): JSX.Element | null {
  const wanted = Math.max(desired, running);
  if (wanted > mostPips) return <span class="pips" />;
  const kinds = Array.from({ length: wanted }, (_, index) => {
    if (index < running) return index < desired ? 'full' : 'extra';
    return index < running + pending ? 'pending' : 'missing';
  });
  return (
    <span class="pips" aria-hidden="true">
      {kinds.map((kind, index) => (
        <i key={index} class={`pip pip-${kind}`} />
      ))}
    </span>
  );
}

const launchTypes: Readonly<Record<ServiceView['launchType'], string>> = { EC2: 'EC2', FARGATE: 'Fargate' };

const deploymentStates: Readonly<Record<DeploymentView['state'], string>> = {
  'in-progress': 'Deploying',
  completed: 'Deployed',
  failed: 'Deployment failed',
  'rolling-back': 'Rolling back',
  'rolled-back': 'Rolled back',
};

function Deployment({ deployment: { from, to, state, reason } }: { readonly deployment: DeploymentView }): JSX.Element {
  return (
    <span class={`deployment deployment-${state}`} title={reason}>
      <b>{deploymentStates[state]}</b> {from === undefined ? '' : `${from} → `}
      {to}
      {reason === undefined ? null : <em> · {reason}</em>}
    </span>
  );
}
