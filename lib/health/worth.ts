import type { Alert } from '../core/alert.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { alertOf } from './level.ts';
import type { HealthState, Incident, Told } from './state.ts';

/** Numbers alone are sent this often. */
const detailGapMs = minuteMs;

type Sending = {
  readonly reason: string;
  readonly told?: Told;
  /** The level to be sent. */
  readonly alert?: Alert;
  readonly lookAt?: Instant;
};

/** What changed in kind is sent at once, numbers alone once a minute. */
export function worthSending(state: HealthState, incident: Incident, now: Instant): Sending {
  const version = (state.told?.version ?? 0) + 1;
  const alert = alertOf(state, incident, { version, now });
  const gist = shortHash(
    JSON.stringify([
      alert.status,
      alert.severity,
      alert.impact.level,
      alert.impact.because,
      alert.isBaseline,
      alert.next.code,
      alert.startedAt,
      alert.causes.map((cause) => [cause.id, cause.container, cause.exitCode]),
      alert.deployment?.id,
      alert.deployment?.state,
      alert.intervened?.is,
      alert.intervened?.how,
    ]),
  );
  const { at: _, version: __, ...content } = alert;
  const detail = shortHash(JSON.stringify({ ...content, impact: { ...content.impact, readAt: 0 } }));
  const { told } = state;
  if (told?.gist === gist && told.detail === detail) return { reason: 'nothing new to send' };
  if (told?.gist === gist && now < told.at + detailGapMs) {
    return { reason: 'only numbers changed', lookAt: told.at + detailGapMs };
  }
  return { reason: `sent as version ${version}`, told: { version, gist, detail, at: now }, alert };
}
