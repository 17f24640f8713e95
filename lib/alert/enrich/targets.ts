import type { Unreadable } from '../../core/ports.ts';
import type { TargetFinding } from '../enrichment.ts';
import type { Look, Looker } from './look.ts';
import { notYet, serviceOf } from './look.ts';

/** What the load balancer says of the service's targets. */
export const lookUpTargets: Looker<'targets'> = async (look) => {
  const target = serviceOf(look.alert);
  if (target === undefined) return { state: 'none', reason: 'no-load-balancer' };
  const service = await look.reads.ecs.service(target);
  if (!service.ok) return unread(look, service.reason);
  const groups = service.value.targetGroupArns;
  if (groups.length === 0) return { state: 'none', reason: 'no-load-balancer' };
  const reading = await look.reads.targets.reading(groups);
  return reading.ok ? { state: 'found', ...reading.value, readAt: reading.at } : unread(look, reading.reason);
};

function unread({ last, context }: Look, reason: Unreadable): TargetFinding {
  if (reason === 'denied' || reason === 'not-asked') return { state: 'none', reason };
  return last || reason === 'not-found' ? { state: 'none', reason: 'unreadable' } : notYet(context);
}
