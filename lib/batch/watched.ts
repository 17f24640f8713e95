import type { Finding, JobWatched } from '../core/batch-event.ts';
import type { Instant } from '../core/time.ts';
import { beginningAfter } from './incident.ts';
import type { Expectation } from './job.ts';
import type { JobIncident, JobState } from './state.ts';

/** What the watchdog finds: the whole of it, so the newest counts. */
export function heardWatch(state: JobState, { at, findings }: JobWatched, expect: Expectation | undefined): JobState {
  if (at <= (state.watchedAt ?? -Infinity)) return state;
  const slower = (state.findings ?? []).filter(({ what }) => what === 'slower');
  return withFindings({ ...state, watchedAt: at }, [...tellable(state, findings, expect), ...slower], { at });
}

/** A run that has ended is no longer late. That nobody knows of a slot ends without anybody being able to say it is well. */
export function withoutFindings(state: JobState, slot: Instant, at: Instant): JobState {
  const { findings = [] } = state;
  const left = findings.filter((finding) => finding.slot !== slot || finding.what === 'slower');
  return left.length === findings.length ? state : withFindings(state, left, { at });
}

/** Late and missed are failures in the making: told when so many in a row are. The rest is told in any case. */
function tellable(
  { failures }: JobState,
  findings: readonly Finding[],
  expect: Expectation | undefined,
): readonly Finding[] {
  const threshold = expect?.failureThreshold ?? 1;
  const inTheMaking = findings.filter(({ what }) => what === 'late' || what === 'missed').length;
  return failures + inTheMaking >= threshold
    ? findings
    : findings.filter(({ what }) => what !== 'late' && what !== 'missed');
}

/** Found when a later incident had come and gone. */
function isLate({ what, slot }: Finding, before: JobIncident | undefined): boolean {
  return what === 'slower' || (before !== undefined && slot <= before.startedAt);
}

/** `isExpired`: nobody saw it well again. */
type Heard = { readonly at: Instant; readonly isExpired?: boolean };

/** All that is found now: an incident opens with the first of it, and one that was of nothing else ends with the last. */
export function withFindings(
  state: JobState,
  findings: readonly Finding[],
  { at, isExpired = false }: Heard,
): JobState {
  const { incident, findings: before = [], ...rest } = state;
  const isOpen = incident !== undefined && incident.endedAt === undefined;
  const [first] = findings;
  if (first === undefined) {
    if (!isOpen || incident.isWatched !== true) return { ...rest, ...(incident !== undefined && { incident }) };
    const isUnknown = before.some(({ what }) => what === 'unknown');
    const last = before.map(({ cause }) => cause);
    const ended: JobIncident = {
      ...incident,
      endedAt: at,
      ...(last.length > 0 && { causes: last }),
      ...((isUnknown || isExpired) && { isExpired: true as const }),
    };
    return { ...rest, incident: ended };
  }
  const opened: JobIncident = isOpen
    ? incident
    : {
        startedAt: beginningAfter(incident, isLate(first, incident) ? at : first.slot),
        level: 'missed',
        since: first.slot,
        causes: [first.cause],
        pointers: {},
        isWatched: true,
      };
  return { ...rest, incident: opened, findings };
}
