import { serviceNameIn } from '../../core/subject.ts';
import type { Alert } from '../../core/alert.ts';
import type { EcsReads, InCluster } from '../../core/ecs-reads.ts';
import type { LogReads, RegistryReads, TargetReads, TrailReads } from '../../core/evidence-reads.ts';
import type { Language } from '../../core/language.ts';
import type { PlacementReads } from '../../core/placement-reads.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import type { Enrichment, EnrichmentPart, NotYet } from '../enrichment.ts';
import type { RedactionOptions } from '../../core/redaction.ts';

/** What may be read to find out more about an incident. */
export type EnrichmentReads = {
  readonly ecs: EcsReads;
  readonly logs: LogReads;
  readonly images: RegistryReads;
  readonly trail: TrailReads;
  readonly targets: Pick<TargetReads, 'reading'>;
  readonly placement: PlacementReads;
};

/**
 * How an incident's environment wants it looked up. `firstLookAt` is when this incident was looked up first; absent: now.
 * `repo` is the team's repository (`github.com/acme/orders`). `signal` ends the looking; absent: after 3 s.
 * `trouble` hears of what no read should do: throw.
 */
export type EnrichmentContext = {
  readonly now: Instant;
  readonly firstLookAt?: Instant;
  readonly language: Language;
  readonly who: 'role' | 'person' | 'off';
  readonly logs: 'tail' | 'link' | 'none';
  readonly repo?: string;
  readonly redaction?: RedactionOptions;
  readonly signal?: AbortSignal;
  readonly trouble?: (part: EnrichmentPart, error: unknown) => void;
};

/** One look at one part. `last`: there will be no other, so what is not there is told as missing. */
export type Look = {
  readonly alert: Alert;
  readonly reads: EnrichmentReads;
  readonly context: EnrichmentContext;
  readonly last: boolean;
};

export type Looker<Part extends EnrichmentPart> = (look: Look) => Promise<Required<Enrichment>[Part]>;

/**
 * When a part that was not there is looked for again, counted from the first look. Container logs reach CloudWatch with
 * the log driver's last flush, seconds after the end. CloudTrail delivers "within an average of about 5 minutes", not
 * guaranteed (CloudTrail user guide, How CloudTrail works). The others are there or were slow.
 */
export const lookAgainAfterMs: Readonly<Record<EnrichmentPart, readonly number[]>> = {
  log: [15 * secondMs, 60 * secondMs],
  who: [3 * minuteMs, 15 * minuteMs],
  changed: [15 * secondMs],
  image: [15 * secondMs],
  targets: [15 * secondMs],
  placement: [15 * secondMs, 60 * secondMs],
};

type NextLook = { readonly part: EnrichmentPart; readonly at: Instant };

/** Which parts are worth another look, and when; the soonest first. Empty: all is known that will be. */
export function nextLooks(enrichment: Enrichment, firstLookAt: Instant, now: Instant): NextLook[] {
  const open = Object.entries(enrichment).flatMap(([part, finding]) =>
    finding.state === 'not-yet' ? [part as EnrichmentPart] : [],
  );
  const looks = open.flatMap((part) => {
    const after = lookAgainAfterMs[part].find((waitMs) => firstLookAt + waitMs > now);
    return after === undefined ? [] : [{ part, at: firstLookAt + after }];
  });
  return looks.sort((a, b) => a.at - b.at);
}

/** Whether no look at a part comes after this one. */
export function isLastLook(
  part: EnrichmentPart,
  { firstLookAt, now }: Pick<EnrichmentContext, 'firstLookAt' | 'now'>,
): boolean {
  return lookAgainAfterMs[part].every((waitMs) => (firstLookAt ?? now) + waitMs <= now);
}

export function notYet({ now }: EnrichmentContext): NotYet {
  return { state: 'not-yet', readAt: now };
}

/** The service an incident is about, if it is about one. */
export function serviceOf({ subject }: Alert): InCluster<'service'> | undefined {
  const service = serviceNameIn(subject);
  return service === undefined ? undefined : { cluster: subject.cluster, service };
}
