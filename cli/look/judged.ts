import type { AlertTarget } from '../../lib/alert/incident/draft.ts';
import type { AlertPolicy } from '../../lib/alert/policy.ts';
import { environmentOf, isPagerLive, severityIn, teamOf } from '../../lib/alert/policy.ts';
import type { Routing } from '../../lib/alert/routing.ts';
import { routesFor } from '../../lib/alert/routing.ts';
import type { AlertState } from '../../lib/alert/state.ts';
import { routeFacts } from '../../lib/alert/told-from.ts';
import type { Alert } from '../../lib/core/alert.ts';
import type { Message, Reply } from '../../lib/core/message.ts';
import type { Act, RecordStore } from '../../lib/core/ports.ts';
import type { Severity } from '../../lib/core/severity.ts';
import { isAtLeast } from '../../lib/core/severity.ts';
import { serviceNameIn } from '../../lib/core/subject.ts';
import type { Instant } from '../../lib/core/time.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { passedOnMessage } from '../../lib/ecs/events/passed-on.ts';
import type { HealthPolicy } from '../../lib/health/policy.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { Engine } from '../replay/engine.ts';
import type { LookEvent } from './found-events.ts';
import { eventsOf } from './found-events.ts';
import type { LookFacts } from './reads.ts';
import type { LookSource } from './source.ts';

/**
 * One thing that would be told. `afterMs`: so long it must stay as it is until then; what takes no longer than that many
 * looks is broken now. `routing`: who would be told by the local configuration; absent without one.
 */
export type Told = {
  readonly alert: Alert;
  readonly message: Message;
  readonly replies: readonly Reply[];
  readonly environment: string;
  readonly severity: Severity;
  readonly afterMs: number;
  readonly team?: string;
  readonly routing?: Routing;
};

/** `alert`: by what messages are written; `routes`: who is told, where the caller has a configuration. */
type LookPolicies = {
  readonly health: HealthPolicy;
  readonly alert: AlertPolicy;
  readonly hasRoutes: boolean;
};

/** Two minutes are as long as a look at all services takes to see it, and nobody has to wait. */
export function isNow({ afterMs }: Pick<Told, 'afterMs'>): boolean {
  return afterMs <= settleMinutes * minuteMs;
}

/** A first word may grow worse within the next looks: nothing runs for a minute is down. */
const settleMinutes = 2;

/** What Watchkeeper's own functions make of it, each thing by itself: the worst first. */
export async function judged(source: LookSource, facts: LookFacts, policies: LookPolicies): Promise<readonly Told[]> {
  const events = await eventsOf(source, facts, policies.health);
  const told: Told[] = [];
  for (const { event, minutes } of events) {
    const found = await toldOf(event, { source, facts, policies, minutes });
    for (const each of found) if (!told.some(({ alert }) => alert.key === each.alert.key)) told.push(each);
  }
  return told.toSorted(
    (a, b) =>
      Number(isAtLeast(b.severity, a.severity)) - Number(isAtLeast(a.severity, b.severity)) ||
      a.afterMs - b.afterMs ||
      (a.alert.key < b.alert.key ? -1 : 1),
  );
}

type Given = {
  readonly source: LookSource;
  readonly facts: LookFacts;
  readonly policies: LookPolicies;
  readonly minutes: number;
};

/** What was told of an incident, and since when. */
type Noted = {
  readonly at: Instant;
  readonly message: Message;
  readonly replies: Map<string, Reply>;
  readonly alert: Alert;
};

/** The event, through the functions as they are deployed, over a store of its own: nothing is folded with anything. */
async function toldOf(event: LookEvent, given: Given): Promise<readonly Told[]> {
  const { source, facts, policies, minutes } = given;
  const store = memoryStore();
  const told = new Map<string, Noted>();
  const reads = facts.reads(() => engine.now());
  const engine = new Engine(
    {
      store,
      policies: { health: policies.health, alert: toOneReader(policies.alert) },
      reads: { health: reads.health, alert: { enrichment: reads.enrichment, reactions: async () => undefined } },
      deliver: noting(told, store, () => engine.now()),
      log: () => {},
      refused: () => {},
    },
    source.at,
  );
  await engine.hear([passedOnMessage(event)]);
  const isSettled = (): boolean =>
    told.size > 0 && [...told.values()].every(({ at }) => engine.now() - at >= settleMinutes * minuteMs);
  for (let minute = 1; minute <= minutes && !isSettled(); minute += 1)
    await engine.advance(source.at + minute * minuteMs);
  return [...told.values()].map(({ at, message, replies, alert }) =>
    described({ alert, message, replies: [...replies.values()], afterMs: at - source.at }, policies, at),
  );
}

/** Takes each message, and shows it to nobody. */
function noting(told: Map<string, Noted>, store: Pick<RecordStore, 'load'>, now: () => Instant): Act<AlertTarget> {
  return async ({ deliver: delivery }, { record }) => {
    const state = (await store.load([record])).get(record)?.state as AlertState | undefined;
    const at = now();
    if (state?.kind === 'incident') {
      const { alert } = state;
      const before = told.get(alert.key);
      const news = delivery.replies.map((each) => [each.key, each] as const);
      const replies = new Map([...(before?.replies ?? []), ...news]);
      told.set(alert.key, { at: before?.at ?? at, message: delivery.message, replies, alert });
    }
    const posted = {
      channel: 'look',
      id: delivery.posted?.id ?? `${at}`,
      replies: delivery.replies.map(({ key }) => key),
    };
    return { result: 'done', reason: 'told', at, facts: { posted } };
  };
}

/** Nobody's routes hold anything back: who would be told is asked apart. */
function toOneReader(policy: AlertPolicy): AlertPolicy {
  const { digest: _, ...rest } = policy;
  const receiver = 'look';
  return {
    ...rest,
    receivers: [{ name: receiver, destination: { type: 'slack', channel: 'C0LOOK000', tokenParameter: '/look' } }],
    routes: [{ id: receiver, match: { env: ['*'] }, to: [receiver], forMs: 0, continue: false }],
  };
}

function described(
  told: Pick<Told, 'alert' | 'message' | 'replies' | 'afterMs'>,
  { alert: policy, hasRoutes }: LookPolicies,
  at: Instant,
): Told {
  const { alert } = told;
  const { cluster } = alert.subject;
  const environment = environmentOf(policy, cluster);
  const { team } = teamOf(policy, alert.tags, cluster, serviceNameIn(alert.subject));
  const facts = routeFacts(alert, {
    acknowledged: false,
    pagerLive: isPagerLive(policy, at, at),
    ...(team !== undefined && { team: team.name }),
  });
  return {
    ...told,
    environment: environment.name,
    severity: severityIn(environment, alert.severity),
    ...(team !== undefined && { team: team.name }),
    ...(hasRoutes && { routing: routesFor(policy, facts, at) }),
  };
}
