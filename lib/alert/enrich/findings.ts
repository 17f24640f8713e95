import type { Alert } from '../../core/alert.ts';
import { isAtLeast, worst } from '../../core/severity.ts';
import type { Instant } from '../../core/time.ts';
import type { Enrichment, EnrichmentPart } from '../enrichment.ts';
import type { AlertPolicy } from '../policy.ts';
import { environmentOf } from '../policy.ts';
import { teamOfAlert } from '../records.ts';
import { isAnnouncement } from '../../ecs/other-causes.ts';
import { ownPattern } from '../../core/redaction.ts';
import type { IncidentState } from '../state.ts';
import { firstWordWaitMs } from '../worth.ts';
import { enrich } from './enrich.ts';
import type { EnrichmentReads } from './look.ts';
import { asksForPlacement } from './placement-causes.ts';
import { nextLooks } from './look.ts';

type About = {
  readonly alert: Alert;
  readonly state: IncidentState | undefined;
  readonly storms: ReadonlySet<string>;
};

/** Looks up what is due of an incident that is about to be told, or has been; nothing of any other. */
export async function findings(
  about: About,
  reads: EnrichmentReads,
  { policy, now }: { readonly policy: AlertPolicy; readonly now: Instant },
): Promise<Partial<Enrichment>> {
  const wanted = partsDue(about, now);
  if (wanted.length === 0) return {};
  const { alert, state } = about;
  const team = teamOfAlert(policy, alert);
  const firstLookAt = isSameStory(about) ? state?.enrichedAt : undefined;
  return enrich(alert, wanted, reads, {
    now,
    language: policy.language,
    who: policy.who,
    logs: environmentOf(policy, alert.subject.cluster).logs,
    redaction: { patterns: policy.redact.flatMap((source) => patternOf(source)) },
    ...(firstLookAt !== undefined && { firstLookAt }),
    ...(team?.repo !== undefined && { repo: team.repo }),
  });
}

function patternOf(source: string): RegExp[] {
  const own = ownPattern(source);
  return 'pattern' in own ? [own.pattern] : [];
}

function partsDue(about: About, now: Instant): readonly EnrichmentPart[] {
  const { alert, state, storms } = about;
  if (alert.status !== 'firing' || storms.size > 0 || state?.mutedBy !== undefined) return [];
  if (isSameStory(about) && state?.enrichedAt !== undefined) {
    return nextLooks(state.enrichment, state.enrichedAt, state.lastLookAt ?? state.enrichedAt)
      .filter((look) => look.at <= now)
      .map((look) => look.part);
  }
  return isAboutToBeTold(about, now) ? partsOf(alert) : [];
}

/** What waits for its first word is not looked into before its time. */
function isAboutToBeTold({ alert, state }: About, now: Instant): boolean {
  const severity = worst(alert.severity, ...alert.causes.map((cause) => cause.severity));
  if (isAnnouncement(alert.causes)) return true;
  if (!isAtLeast(severity, 'warning')) return false;
  return now >= (state?.firstHeardAt ?? now) + firstWordWaitMs(alert);
}

/** Another revision or container to blame is another story: all is looked up anew. */
function isSameStory({ alert, state }: About): boolean {
  return state !== undefined && state.enrichedFor === storyOf(alert);
}

export function storyOf({ pointers, startedAt }: Alert): string {
  return [startedAt, pointers.taskDefinitionArn, pointers.container].join(' ');
}

const imageCauses = /^(pull_|exec_format)/;

function partsOf(alert: Alert): readonly EnrichmentPart[] {
  const isTask = alert.pointers.taskDefinitionArn !== undefined;
  const isService = alert.subject.kind === 'service' && alert.subject.cluster !== '-';
  const blamesImage = alert.causes.some((cause) => imageCauses.test(cause.id));
  return [
    ...(isTask ? (['log'] as const) : []),
    ...(isTask || alert.deployment?.taskDefinitionArn !== undefined ? (['changed'] as const) : []),
    ...(blamesImage && isTask ? (['image'] as const) : []),
    ...(isService ? (['who', 'targets'] as const) : []),
    ...(alert.departure?.by === 'request' ? (['who'] as const) : []),
    ...(asksForPlacement(alert) ? (['placement'] as const) : []),
  ];
}
