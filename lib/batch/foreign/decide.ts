import type { JobWatched } from '../../core/batch-event.ts';
import type { Decision, Question, Telling } from '../../core/decision.ts';
import { shortHash } from '../../core/short-hash.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import { jobKey } from '../names.ts';
import type { BatchTarget } from '../orders.ts';
import type { BatchPolicy } from '../policy.ts';
import type { BatchState } from '../state.ts';
import { listEveryMs } from './gather.ts';
import { foreignFindings } from './judge.ts';
import { isWatchedSchedule, markOf } from './policy.ts';
import type { ForeignFacts, ForeignState } from './state.ts';

type ForeignQuestion = Pick<
  Question<unknown, ForeignState, BatchTarget, ForeignFacts, BatchPolicy>,
  'state' | 'facts' | 'policy' | 'now'
>;

const lookEveryMs = 5 * minuteMs;

/** What was just written may not be in force yet. */
const settleMs = 2 * minuteMs;

/** As many as a record holds with room to spare; further ones are counted. */
const mostSchedules = 300;

const noneYet: ForeignState = { kind: 'foreign', lookAt: 0, listAt: 0, schedules: [], since: {}, told: {} };

/** Watches what others have scheduled, as it watches jobs: found by itself, and nothing is ever done to it. */
export function decideForeign({
  state: known,
  facts,
  policy,
  now,
}: ForeignQuestion): Decision<BatchState, BatchTarget> {
  const state = known ?? noneYet;
  const { records, found } = facts;
  if (records === undefined || !records.ok) {
    const lookAt = state.lookAt > now ? state.lookAt : now + lookEveryMs;
    return { reason: 'it has its time', state: { ...state, lookAt }, actions: [], next: { wakeAt: lookAt } };
  }
  const { region } = policy.stack;
  const refused = refusedAfter(state, facts);
  const judged = state.schedules
    .filter((each) => isWatchedSchedule(each, policy))
    .map((each) => {
      const job = records.value.get(jobKey(region, markOf(each)));
      const history = job?.kind === 'job' ? job : { durationsMs: [] };
      const findings = foreignFindings(each, {
        state,
        records: records.value,
        region,
        now,
        history,
        listed: facts.listed,
        refused,
      });
      return { mark: markOf(each), cluster: each.cluster, findings };
    });
  const news = newsOf(judged, state.told);
  const next = found?.ok === true ? listedIn(state, found.value, now) : state;
  const lookAt = now + lookEveryMs;
  return {
    reason: `${state.schedules.length} schedules of others watched, ${news.changed.length} with news`,
    state: {
      ...next,
      lookAt,
      listAt: found === undefined ? state.listAt : now + (found.ok ? listEveryMs : lookEveryMs),
      told: news.told,
      refused,
    },
    actions: news.changed.map((each) => telling(each, { policy, now })),
    next: { wakeAt: lookAt },
    ...(found?.ok === true && { counts: { ForeignSchedulesWatched: found.value.length } }),
  };
}

/** AWS's words, so many of them. */
const longestReason = 200;

/** Why slots brought no task, as far as it was found; of marks that are still watched. */
function refusedAfter(
  { refused = {}, schedules }: ForeignState,
  { refused: found }: ForeignFacts,
): NonNullable<ForeignState['refused']> {
  const marks = new Set(schedules.map(markOf));
  const fresh = [...found].flatMap(([mark, { slot, read }]) =>
    read.ok ? [[mark, { slot, reason: read.value.reason.slice(0, longestReason) }] as const] : [],
  );
  return Object.fromEntries([...Object.entries(refused), ...fresh].filter(([mark]) => marks.has(mark)));
}

/** Slots of what nobody knew are expected from now on; of what was written since, too. */
function listedIn(
  state: ForeignState,
  found: NonNullable<Extract<ForeignFacts['found'], { ok: true }>>['value'],
  now: Instant,
): ForeignState {
  const schedules = found.slice(0, mostSchedules);
  const before = new Map(state.schedules.map((each) => [markOf(each), gistOf(each)]));
  const since = schedules.map((each) => {
    const mark = markOf(each);
    const known = before.get(mark) === gistOf(each) ? state.since[mark] : undefined;
    return [mark, known ?? now + settleMs] as const;
  });
  return { ...state, schedules, since: Object.fromEntries(since) };
}

function gistOf({ expression, timezone, isEnabled }: ForeignState['schedules'][number]): string {
  return `${expression} ${timezone} ${isEnabled}`;
}

type Judged = { readonly mark: string; readonly cluster: string; readonly findings: JobWatched['findings'] };

function newsOf(
  judged: readonly Judged[],
  before: ForeignState['told'],
): { readonly told: ForeignState['told']; readonly changed: readonly Judged[] } {
  const gone = Object.keys(before)
    .filter((mark) => !judged.some((each) => each.mark === mark))
    .map((mark): Judged => ({ mark, cluster: '-', findings: [] }));
  const all = [...judged, ...gone].map((each) => ({
    each,
    gist: each.findings.length === 0 ? '' : shortHash(JSON.stringify(each.findings)),
  }));
  return {
    told: Object.fromEntries(all.flatMap(({ each, gist }) => (gist === '' ? [] : [[each.mark, gist] as const]))),
    changed: all.filter(({ each, gist }) => (before[each.mark] ?? '') !== gist).map(({ each }) => each),
  };
}

function telling(
  { mark, cluster, findings }: Judged,
  { policy, now }: Pick<ForeignQuestion, 'policy' | 'now'>,
): Telling<BatchTarget> {
  const pass: JobWatched = {
    kind: 'job-watched',
    id: `foreign/${mark}/${now}`,
    at: now,
    ...policy.stack,
    job: mark,
    cluster,
    findings,
  };
  return { type: 'telling', key: `watched ${mark}`, target: { pass } };
}
