import { stackName } from '../../cloud/names.ts';
import type { Simulation } from '../../simulation.ts';

/**
 * EventBridge and Lambda are out: no tick comes, nothing takes from the queue of jobs, so that nobody watches; and
 * Scheduler invokes nothing, and tells nobody. Returns what ends it.
 */
export function outage(simulation: Pick<Simulation, 'functions' | 'account' | 'queue'>): () => void {
  const { functions, account } = simulation;
  const tick = functions.get('tick');
  const queue = simulation.queue(`${stackName}-batch`);
  const receive = queue.receive.bind(queue);
  functions.delete('tick');
  queue.receive = () => [];
  account.schedules.delivery = { ...account.schedules.delivery, lost: 1 };
  return () => {
    if (tick !== undefined) functions.set('tick', tick);
    queue.receive = receive;
    queue.onVisible();
    account.schedules.delivery = { ...account.schedules.delivery, lost: 0 };
  };
}
