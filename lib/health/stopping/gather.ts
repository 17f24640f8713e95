import type { EcsService } from '../../core/ecs-reads.ts';
import type { TaskChanged } from '../../core/event.ts';
import { heldService } from '../../core/hold.ts';
import type { Subject } from '../../core/subject.ts';
import type { Instant } from '../../core/time.ts';
import { corrected } from '../deployment-reading.ts';
import type { HealthState } from '../state.ts';
import { candidateOf } from './candidate.ts';
import { withCrash } from './crashes.ts';
import type { LoopFacts, LoopReads } from './facts.ts';
import type { LoopPolicy } from './policy.ts';
import { touchedBudget } from './shared.ts';
import type { Intervention } from './state.ts';
import { isLive } from './state.ts';

type Asked = {
  readonly subject: Subject;
  readonly state: HealthState | undefined;
  readonly failed: readonly TaskChanged[];
  readonly service: EcsService;
  readonly policy: LoopPolicy;
  readonly now: Instant;
};

/** Nothing of a service that is not looping, or of which the hands are kept off. */
export async function readLoop(asked: Asked, read: LoopReads): Promise<LoopFacts | undefined> {
  const { subject, policy } = asked;
  const live = isLive(asked.state?.intervention) ? asked.state.intervention : undefined;
  if (live === undefined && !isNear(asked)) return undefined;
  const which = { cluster: subject.cluster, service: subject.name };
  const wanted = wantedOf(live, policy);
  const [tasks, holds, use, scaling] = await Promise.all([
    wanted.tasks ? read.runningTasks(which) : undefined,
    read.holds(heldService(subject.cluster, subject.name)),
    wanted.use ? read.use(touchedBudget(subject.region)) : undefined,
    wanted.scaling ? read.scaling(which) : undefined,
  ]);
  return {
    holds,
    ...(tasks !== undefined && { tasks }),
    ...(use !== undefined && { use }),
    ...(scaling !== undefined && { scaling }),
  };
}

function isNear({ subject, state, failed, service, policy, now }: Asked): boolean {
  if (now < (state?.intervention?.againAt ?? now)) return false;
  const known: HealthState = state ?? { subject, seen: [] };
  const deployment = corrected(known.deployment, service, now);
  const crashed = failed.reduce((before, task) => withCrash(before, task, now), known);
  return (
    candidateOf({ ...crashed, ...(deployment !== undefined && { deployment }) }, service, { policy, now }) !== undefined
  );
}

function wantedOf(live: Intervention | undefined, { mode, remedy }: LoopPolicy) {
  const isBefore = live === undefined || live.phase === 'asks' || live.phase === 'acts';
  const isStop = live === undefined ? remedy === 'stop' : live.is === 'stop';
  return {
    tasks: isBefore,
    use: isBefore && mode === 'act',
    scaling: isStop && mode === 'act' && (isBefore || live.phase === 'undoes'),
  };
}
