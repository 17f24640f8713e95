import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { stackName } from '../../sim/cloud/names.ts';
import { Simulation } from '../../sim/simulation.ts';
import type { Call, Case, Night } from './night.ts';
import { begin, operationsFor, raise, settlesMs } from './night.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf } from './outcome.ts';
import { afterwardsMs, ownWorkMs, start } from './rival.ts';

/** What stands beside the drains: the sweep that looks for lost events, whether or not anything drains. */
export const sweep = 'AutoScaling.DescribeAutoScalingGroups';

export const heartbeat = 'AutoScaling.RecordLifecycleActionHeartbeat';

export type Played = Outcome & {
  /** In the same time with nothing to drain. */
  readonly idle: { readonly calls: number; readonly lambdaS: number };
  readonly night: Night;
};

/** Lets Watchkeeper drain a case: its handlers, over queues, table and tick as the template has them. */
export async function playWatchkeeper(given: Case, look: (simulation: Simulation) => void = () => {}): Promise<Played> {
  const calls: Call[] = [];
  const simulation: Simulation = new Simulation({
    seed: given.name,
    start,
    configuration:
      'receivers: { alerts: { slack: C0ALERTS } }\npager: live\ndrain: { prod: { mode: act, deadline: 2h } }\n',
    mode: 'act',
    everyMinute: true,
    operations: ({ account, random }) => operationsFor(account, random.fork('api')),
    fate: ({ what: operation, execution }) => {
      if (execution.function === 'drain') calls.push({ at: simulation.agenda.now(), operation });
      return { kind: 'answered' };
    },
  });
  // Its cost is its own, drain or not.
  simulation.queue(`${stackName}-health`).onVisible = () => {};
  simulation.bus.muted = true;
  const night = raise(simulation.account, given);
  await simulation.run(start + settlesMs(given) - 10 * minuteMs);
  simulation.bus.muted = false;
  // The functions are warm, and what they keep is kept.
  await simulation.run(start + settlesMs(given));
  const windowMs = given.drainS * secondMs + afterwardsMs;
  const quiet = await spent(simulation, calls, idleMs);
  const from = simulation.agenda.now();
  look(simulation);
  begin(night, given);
  const busy = await spent(simulation, calls, windowMs);
  const share = windowMs / idleMs;
  const idle = { calls: quiet.calls * share, lambdaS: (quiet.lambdaMs * share) / secondMs };
  const lambdaMs = busy.lambdaMs - quiet.lambdaMs * share;
  for (const { error } of simulation.errors) throw error;
  night.calls.push(...calls);
  return { ...outcomeOf(night, { from, lambdaMs, throttled: 0 }), idle, night };
}

const idleMs = 10 * minuteMs;

async function spent(simulation: Simulation, calls: readonly Call[], ms: number) {
  const before = { calls: calls.length, lambdaMs: lambdaMsOf(simulation) };
  await simulation.run(simulation.agenda.now() + ms);
  return { calls: calls.length - before.calls, lambdaMs: lambdaMsOf(simulation) - before.lambdaMs };
}

function lambdaMsOf({ functions }: Simulation): number {
  const tally = functions.get('drain')?.tally;
  return (tally?.busyMs ?? 0) + (tally?.invocations ?? 0) * ownWorkMs;
}
