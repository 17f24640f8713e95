import { causeWords, tellingCauses } from '../../lib/alert/compose/cause.ts';
import { incidentId } from '../../lib/alert/compose/incident-id.ts';
import { firstFit, phrase, plainOf } from '../../lib/alert/compose/phrase.ts';
import { placedName } from '../../lib/core/subject.ts';
import { numbersOf } from '../../lib/alert/compose/situation.ts';
import { muteFor } from '../../lib/alert/mutes.ts';
import { environmentOf, severityIn } from '../../lib/alert/policy.ts';
import type { IncidentState, Mute } from '../../lib/alert/state.ts';
import { impactSummaries } from '../../lib/alert/texts/impact.ts';
import { noCause } from '../../lib/alert/texts/situation.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import type { Impact } from '../../lib/core/alert.ts';
import { isAtLeast } from '../../lib/core/severity.ts';
import type { Severity } from '../../lib/core/severity.ts';
import { isoTime } from '../../lib/core/time.ts';
import type { JsonLine, Style } from '../terminal.ts';
import type { View } from './view.ts';

/** One incident as the commands show it. */
export type Shown = {
  readonly id: string;
  readonly place: string;
  readonly environment: string;
  readonly severity: Severity;
  readonly impact: string;
  readonly cause: string;
  readonly state: IncidentState;
  readonly mute?: Mute;
  /** Places that refuse what they are told, and why. */
  readonly refused: readonly { readonly receiver: string; readonly reason: string }[];
};

/** All of them: the worst first, as severity is outside production too, and the oldest of these before the others. */
export function allShown(states: readonly IncidentState[], mutes: readonly Mute[], view: View): readonly Shown[] {
  return states.map((state) => shownOf(state, mutes, view)).toSorted(worstFirst);
}

function worstFirst(a: Shown, b: Shown): number {
  if (a.severity !== b.severity) return isAtLeast(a.severity, b.severity) ? -1 : 1;
  return a.state.alert.startedAt - b.state.alert.startedAt;
}

export function shownOf(state: IncidentState, mutes: readonly Mute[], { policy, clock }: View): Shown {
  const { alert } = state;
  const { cluster, kind, name } = alert.subject;
  const environment = environmentOf(policy, cluster);
  const id = incidentId(alert.key, alert.startedAt);
  const mute = muteFor(mutes, alert, id, clock.now);
  const numbers = numbersOf(alert, clock);
  const impact = phrase(firstFit(impactSummaries[alert.impact.level], numbers), clock.language, numbers);
  return {
    id,
    place: oneLine(`${placedName({ cluster, name })}${kind === 'service' ? '' : ` (${kind})`}`),
    environment: environment.name,
    severity: severityIn(environment, alert.severity),
    impact: plainOf(impact),
    cause: causeOf(state, { policy, clock }),
    state,
    ...(mute !== undefined && { mute }),
    refused: Object.entries(state.places).flatMap(([receiver, { refused }]) =>
      refused === undefined ? [] : [{ receiver, reason: oneLine(refused.reason) }],
    ),
  };
}

function causeOf({ alert, enrichment }: IncidentState, { clock }: View): string {
  const [cause] = tellingCauses(alert.causes);
  if (cause === undefined) return noCause[clock.language];
  const { title, fills } = causeWords(cause, { alert, enrichment }, clock);
  const times = cause.count > 1 ? ` (${cause.count}×)` : '';
  return oneLine(`${plainOf(phrase(title, clock.language, fills))}${times}`);
}

export const severityStyles: Readonly<Record<Severity, Style>> = {
  critical: ['bold', 'red'],
  error: 'red',
  warning: 'yellow',
  info: 'cyan',
  none: 'dim',
};

/** For programs: names and moments as they are kept. */
export function incidentJson(shown: Shown): JsonLine {
  const { id, environment, severity, cause, state, mute, refused } = shown;
  const { alert, acknowledged } = state;
  return {
    type: 'incident',
    id,
    key: alert.key,
    status: alert.status,
    subject: alert.subject,
    environment,
    severity,
    impact: impactFields(alert.impact),
    cause,
    causes: alert.causes.map((each) => ({ id: each.id, count: each.count, certainty: each.certainty })),
    startedAt: isoTime(alert.startedAt),
    ...(alert.endedAt !== undefined && { endedAt: isoTime(alert.endedAt) }),
    heardAt: isoTime(state.heardAt),
    ...(acknowledged !== undefined && { acknowledged: { by: acknowledged.by, at: isoTime(acknowledged.at) } }),
    ...(mute !== undefined && { mute: muteFields(mute) }),
    refused,
  };
}

function impactFields({ since, readAt, ...rest }: Impact) {
  return {
    ...rest,
    ...(since !== undefined && { since: isoTime(since) }),
    ...(readAt !== undefined && { readAt: isoTime(readAt) }),
  };
}

export function muteFields({ target, until, since, why, by }: Mute) {
  return { target, since: isoTime(since), until: isoTime(until), why, by };
}
