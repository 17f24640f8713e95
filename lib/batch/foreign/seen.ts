import type { BatchEvent, RunEnd, RunEnded } from '../../core/batch-event.ts';
import type { Decision, Question, Telling } from '../../core/decision.ts';
import type { TaskChanged } from '../../core/event.ts';
import { present } from '../../core/present.ts';
import { dayMs } from '../../core/time.ts';
import { clusterName, taskId } from '../../ecs/arn.ts';
import { thingOf } from '../names.ts';
import type { BatchTarget } from '../orders.ts';
import type { BatchPolicy } from '../policy.ts';
import type { BatchState } from '../state.ts';
import type { SeenState } from './state.ts';

type SeenQuestion = Pick<
  Question<BatchEvent, SeenState, BatchTarget, unknown, BatchPolicy>,
  'key' | 'state' | 'events' | 'policy' | 'now'
>;

const [mostLive, mostStarts, mostOver] = [40, 40, 60];

/** A mark nobody has used for so long is forgotten. */
const forgottenMs = 60 * dayMs;

/** Notes which tasks a rule or a schedule has started, and tells its history how each ended. It judges none of them. */
export function decideSeen({ key, state, events, policy, now }: SeenQuestion): Decision<BatchState, BatchTarget> {
  const { name: mark } = thingOf(key);
  const before: SeenState = state ?? { kind: 'seen', mark, live: [], starts: [], over: [] };
  const tasks = events.filter((event) => event.kind === 'task').toSorted((a, b) => a.at - b.at);
  const next = tasks.reduce(heard, before);
  const ended = tasks.filter(
    (event, at) =>
      event.lastStatus === 'STOPPED' &&
      !before.over.includes(event.taskArn) &&
      tasks.findIndex((each) => each.taskArn === event.taskArn && each.lastStatus === 'STOPPED') === at,
  );
  const last = Math.max(0, ...next.starts);
  const isOver = next.live.length === 0 && now > last + forgottenMs;
  return {
    reason: `${next.live.length} tasks run, ${ended.length} have ended`,
    state: next,
    actions: ended.map((event) => telling(mark, event, policy)),
    next: isOver ? { final: true } : { wakeAt: now + dayMs },
  };
}

function heard(state: SeenState, event: TaskChanged): SeenState {
  const { taskArn: arn, startedAt } = event;
  const known = state.live.find((each) => each.arn === arn);
  if (state.over.includes(arn)) return state;
  const others = state.live.filter((each) => each !== known);
  const createdAt = event.createdAt ?? known?.createdAt ?? event.at;
  const starts = known === undefined ? [...state.starts, createdAt].slice(-mostStarts) : state.starts;
  if (event.lastStatus === 'STOPPED')
    return { ...state, live: others, starts, over: [...state.over, arn].slice(-mostOver) };
  const task = { arn, createdAt, ...present({ startedAt: startedAt ?? known?.startedAt }) };
  return { ...state, live: [...others, task].slice(-mostLive), starts };
}

function telling(mark: string, event: TaskChanged, { stack }: BatchPolicy): Telling<BatchTarget> {
  const { taskArn, createdAt = event.at, startedAt, stoppedAt = event.at } = event;
  const exitCode = event.containers.map((each) => each.exitCode).find((code) => code !== undefined && code !== 0);
  const pass: RunEnded = {
    kind: 'run-ended',
    id: `seen/${taskArn}`,
    at: stoppedAt,
    ...stack,
    job: mark,
    cluster: clusterName(event.clusterArn) ?? '-',
    runId: taskId(taskArn),
    slot: createdAt,
    round: 1,
    end: endOf(event),
    attempts: 1,
    pointers: { taskArn, taskDefinitionArn: event.taskDefinitionArn },
    ...present({ startedAt, exitCode: exitCode ?? (endOf(event) === 'succeeded' ? 0 : undefined) }),
  };
  return { type: 'telling', key: `ended ${taskArn}`, target: { pass } };
}

/** Killed because the container that counts had ended: their codes say nothing of the work. */
const killed: ReadonlySet<number> = new Set([137, 143]);

/**
 * Which container counts nobody has said: one ended with 0, and none with a code of its own that is another. Success has
 * positive evidence only.
 */
function endOf({ stopCode, containers }: TaskChanged): RunEnd {
  const codes = containers.flatMap(({ exitCode }) => exitCode ?? []);
  const isWell = codes.includes(0) && codes.every((code) => code === 0 || killed.has(code));
  return stopCode === 'EssentialContainerExited' && isWell ? 'succeeded' : 'failed';
}
