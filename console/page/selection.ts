import type { JobsView } from '../jobs.ts';
import type { AccountView, ClusterView, ServiceView, TaskView } from '../view.ts';

/** What the visitor looks at. A service's id is `cluster/service`, an instance's its EC2 id, a job's its name. */
export type Selection = { readonly kind: 'service' | 'instance' | 'job'; readonly id: string };

export function serviceId(cluster: string, service: string): string {
  return `${cluster}/${service}`;
}

/** The name people call it. */
export function selectionName({ id }: Selection): string {
  return id.slice(id.indexOf('/') + 1);
}

export function isSelected(selected: Selection | undefined, { kind, id }: Selection): boolean {
  return selected?.kind === kind && selected.id === id;
}

/** A task stands out while nothing is selected, or its own service is. */
export function standsOut(selected: Selection | undefined, cluster: string, task: TaskView): boolean {
  if (selected?.kind !== 'service') return true;
  return task.service !== undefined && selected.id === serviceId(cluster, task.service);
}

/** Does it exist still? */
export function isThere(view: AccountView, jobs: JobsView, { kind, id }: Selection): boolean {
  if (kind === 'job') return jobs.some(({ name }) => name === id);
  return view.clusters.some((cluster) =>
    kind === 'service'
      ? cluster.services.some(({ name }) => serviceId(cluster.name, name) === id)
      : cluster.instances.some((instance) => instance.id === id),
  );
}

type Placed = { readonly cluster: ClusterView; readonly service: ServiceView };

export function servicesOf(view: AccountView): readonly Placed[] {
  return view.clusters.flatMap((cluster) => cluster.services.map((service) => ({ cluster, service })));
}
