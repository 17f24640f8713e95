import type { JSX } from 'preact';
import type { ClusterView, Fits, ServiceView } from '../../view.ts';
import { isSelected, serviceId } from '../selection.ts';
import { selection } from '../store.ts';
import { initialsOf } from './state.ts';

const marks: Readonly<Record<Fits, string>> = { yes: '✓', no: '✕', unverifiable: '?' };

/** On each instance, whether one more copy of the service that is looked at would fit there, and why not. */
export function RoomOn({
  cluster,
  instance,
}: {
  readonly cluster: ClusterView;
  readonly instance: string;
}): JSX.Element | null {
  const service = cluster.services.find(({ name }) =>
    isSelected(selection.value, { kind: 'service', id: serviceId(cluster.name, name) }),
  );
  const room = service?.placement?.instances.find(({ id }) => id === instance);
  if (service === undefined || room === undefined) return null;
  return (
    <p class={`room room-${room.fits}`} aria-label={`One more ${service.name} here`}>
      <b aria-hidden="true">{marks[room.fits]}</b> {room.why.join(' · ')}
    </p>
  );
}

/** Copies that are wanted and have no place, each as a block that is nowhere, with what is in its way. */
export function Unplaced({ cluster }: { readonly cluster: ClusterView }): JSX.Element | null {
  const services = cluster.services.filter(isUnplaced);
  if (services.length === 0) return null;
  return (
    <ul class="unplaced" aria-label={`Tasks of ${cluster.name} without a place`}>
      {services.map((service) => (
        <UnplacedService key={service.name} cluster={cluster.name} service={service} />
      ))}
    </ul>
  );
}

/** As many as are wanted neither run nor start, and one more fits nowhere. */
function isUnplaced({ desired, running, pending, placement }: ServiceView): boolean {
  return placement !== undefined && placement.fits !== 'yes' && running + pending < desired;
}

/** More blocks than this say no more than their number. */
const mostBlocks = 6;

function UnplacedService({
  cluster,
  service,
}: {
  readonly cluster: string;
  readonly service: ServiceView;
}): JSX.Element {
  const { name, desired, running, pending, placement } = service;
  const self = { kind: 'service', id: serviceId(cluster, name) } as const;
  const missing = desired - running - pending;
  return (
    <li>
      <button
        type="button"
        class="unplaced-service"
        title={`Show on each instance why ${name} does not fit`}
        aria-pressed={isSelected(selection.value, self)}
        onClick={() => (selection.value = self)}
      >
        <span class="tasks" aria-hidden="true">
          {Array.from({ length: Math.min(missing, mostBlocks) }, (_, index) => (
            <i key={index} class="task task-unplaced">
              <span>{initialsOf(name)}</span>
            </i>
          ))}
        </span>
        <span class="unplaced-why">
          <b>
            {missing} {missing === 1 ? 'copy' : 'copies'} of {name} without a place
          </b>
          : {placement?.room}. {placement?.outlook}
        </span>
      </button>
    </li>
  );
}
