import type { ProviderShare } from '../account/run-rules.ts';
import type { GroupPlan, JobPlan, Plan, ServicePlan } from './plan.ts';

type Placed = Pick<ServicePlan, 'cluster' | 'byStrategy'> & { readonly runsOn?: ServicePlan['runsOn'] };

/** The groups a service or a job reaches by capacity providers. */
export function providersOf({ hosts }: Plan, { cluster, byStrategy = false }: Placed): readonly GroupPlan[] {
  if (!byStrategy) return [];
  return hosts.flatMap(({ cluster: its, group }) => (its === cluster && group?.provider !== undefined ? [group] : []));
}

/** One task with the first, and then by turns; empty: it runs by launch type. */
export function strategyOf(plan: Plan, placed: ServicePlan | JobPlan): readonly ProviderShare[] {
  if ('runsOn' in placed && placed.runsOn === 'FARGATE_SPOT') return [{ provider: 'FARGATE_SPOT', weight: 1, base: 0 }];
  return providersOf(plan, placed).map(({ name }, at) => ({ provider: name, weight: 1, base: at === 0 ? 1 : 0 }));
}

/** What of it finds no place waits for one. */
export function waitsForCapacity(plan: Plan, placed: Placed): boolean {
  return providersOf(plan, placed).some(({ provider }) => provider?.managedScaling === true);
}
