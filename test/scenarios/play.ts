import { minuteMs, secondMs } from '../../lib/core/time.ts';
import type { Alert, ImpactLevel } from '../../lib/core/alert.ts';
import type { AlertState } from '../../lib/alert/state.ts';
import type { SlackMessage } from '../../sim/chat/slack-state.ts';
import { postsOf, threadOf } from '../../sim/chat/slack-state.ts';
import { calmDelivery } from '../../sim/cloud/bus.ts';
import { operationsOf } from '../../sim/scenario/operations.ts';
import { begins, heading, settlesMs } from '../../sim/scenario/setting.ts';
import type { Stage } from '../../sim/scenario/stage.ts';
import { raiseStage } from '../../sim/scenario/stage.ts';
import { Simulation } from '../../sim/simulation.ts';
import type { Kind } from './kinds.ts';
import { planOf, subjectOf } from './kinds.ts';

/** What a scenario may do to its account, and when. */
export type Scene = {
  readonly simulation: Simulation;
  readonly stage: Stage;
  readonly after: (minutes: number, act: () => void) => void;
};

/** One thing that goes wrong with one kind of service, and what people are to hear of it. */
export type Scenario = {
  readonly name: string;
  readonly kind: Kind;
  readonly strike: (scene: Scene) => void;
  readonly minutes: number;
  /** No event comes: what is told was read. */
  readonly isSilent?: true;
  readonly configuration?: string;
  /** The one incident: whose, with which causes by the end, how bad at worst, what comes next, and how it ends. */
  readonly subject?: string;
  /** Whom it strikes as well: each has an incident of its own. */
  readonly others?: readonly string[];
  readonly causes: readonly string[];
  readonly worst: ImpactLevel;
  /** As bad it is where readings fall otherwise. */
  readonly orWorst?: ImpactLevel;
  readonly next: readonly string[];
  /** Told or not, as readings fall. */
  readonly mayComeNext?: readonly string[];
  readonly end: Alert['status'];
  /** What the message says: its first version, one in between, its last. */
  readonly says?: {
    readonly first?: RegExp;
    readonly between?: RegExp;
    readonly last?: RegExp;
    readonly thread?: RegExp;
  };
};

type Told = {
  /** Every incident by its subject. */
  readonly incidents: ReadonlyMap<string, readonly Alert[]>;
  readonly posts: readonly SlackMessage[];
  readonly thread: string;
  /** From the end of the first container, and from the strike, to the first word. */
  readonly afterExitMs: number | undefined;
  readonly afterStrikeMs: number | undefined;
  readonly errors: readonly unknown[];
};

const channel = 'C0ALERTS';

export async function play(scenario: Scenario): Promise<Told> {
  const simulation = new Simulation({
    seed: scenario.name,
    start: begins - settlesMs,
    configuration: `${heading}${scenario.configuration ?? ''}`,
    operations: (each) => operationsOf(each),
  });
  const { account, agenda, bus, slack } = simulation;
  bus.muted = true;
  const stage = raiseStage(account, planOf(scenario.kind), simulation.random.fork('stage'));
  await simulation.run(begins);
  bus.muted = false;
  // The first look has seen all of it well.
  await simulation.run(begins + settlesMs);
  if (scenario.isSilent) bus.delivery = { ...calmDelivery, lost: 1 };
  const incidents = new Map<string, Alert[]>();
  simulation.onSaved = ({ state }) => noteAlert(incidents, state);
  const struckAt = agenda.now();
  let exitedAt: number | undefined;
  account.taskListeners.push(({ executionStoppedAt, desiredStatus, stoppingAt, createdAt }) => {
    if (exitedAt === undefined && desiredStatus === 'STOPPED' && createdAt >= struckAt)
      exitedAt = executionStoppedAt ?? stoppingAt ?? agenda.now();
  });
  const after = (minutes: number, act: () => void): void => void agenda.after(minutes * minuteMs, 'somebody acts', act);
  scenario.strike({ simulation, stage, after });
  await simulation.run(struckAt + scenario.minutes * minuteMs);
  await simulation.close();
  const posts = postsOf(slack.state, channel);
  const [first] = posts;
  return {
    incidents,
    posts,
    thread: first === undefined ? '' : JSON.stringify(threadOf(slack.state, first.ts).map(({ content }) => content)),
    afterExitMs: first === undefined || exitedAt === undefined ? undefined : first.postedAt - exitedAt,
    afterStrikeMs: first === undefined ? undefined : first.postedAt - struckAt,
    errors: simulation.errors,
  };
}

function noteAlert(incidents: Map<string, Alert[]>, state: unknown): void {
  const known = state as AlertState | undefined;
  if (known?.kind !== 'incident') return;
  const { alert } = known;
  const name = alert.key.split('/').slice(2).join('/');
  incidents.set(name, [...(incidents.get(name) ?? []), alert]);
}

/** Every version of a message, oldest first, as one text each. */
export function versionsOf({ history, content }: SlackMessage): readonly string[] {
  return [...history.map((each) => each.content), content].map((each) => JSON.stringify(each));
}

const order: readonly ImpactLevel[] = ['none', 'unknown', 'at-risk', 'degraded', 'down'];

/** That it is watched for a while comes before every end, if the readings fall so. */
const isTelling = (code: string): boolean => code !== 'steady_watch';

/** As a row of the table has it. */
export function summaryOf(
  { incidents, posts }: Told,
  { kind, mayComeNext = [], subject = subjectOf(kind), ...row }: Scenario,
): Pick<Scenario, 'causes' | 'worst' | 'next' | 'end'> & {
  readonly others: readonly string[];
  readonly posts: number;
} {
  const key = [...incidents.keys()].find((name) => name.startsWith(subject)) ?? subject;
  const alerts = incidents.get(key) ?? [];
  const last = alerts.at(-1);
  const fullest = alerts.findLast(({ causes }) => causes.length > 0);
  const worst = Math.max(-1, ...alerts.map(({ impact }) => order.indexOf(impact.level)));
  return {
    others: [...incidents.keys()].filter((name) => name !== key),
    posts: posts.length,
    causes: (fullest?.causes ?? []).map(({ id }) => id),
    worst: levelOf(order[worst] ?? 'none', row),
    next: [...new Set(alerts.filter(({ status }) => status === 'firing').map(({ next }) => next.code))].filter(
      (code) => isTelling(code) && !mayComeNext.includes(code),
    ),
    end: last?.status ?? 'firing',
  };
}

function levelOf(level: ImpactLevel, { worst, orWorst }: Pick<Scenario, 'worst' | 'orWorst'>): ImpactLevel {
  return level === orWorst ? worst : level;
}

/** The first word is to come so soon after a container's end, half of the time. */
export const medianMs = 10 * secondMs;

/** What nobody tells is found within one round and two minutes more. */
export const silentMs = 4 * minuteMs;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
