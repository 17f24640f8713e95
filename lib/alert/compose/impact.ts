import type { Alert, Impact, ImpactLevel } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';
import type { Line } from '../../core/message.ts';
import { impactExtras, impactTexts, risks, unknownImpacts } from '../texts/impact.ts';
import type { Clock } from './clock.ts';
import { drainImpact, isDrain } from './drain.ts';
import type { ComposeInput } from './input.ts';
import { dotted, firstFit, phrase } from './phrase.ts';
import { numbersOf } from './situation.ts';
import { neverStarted } from './starting.ts';

const hurting: ReadonlySet<ImpactLevel> = new Set(['at-risk', 'degraded', 'down']);

/** Who feels it, in numbers; never empty. */
export function impactLine({ alert, enrichment }: ComposeInput, clock: Clock): Line {
  if (alert.impact.level === 'unknown') return unknownLine(alert, clock);
  if (isDrain(alert)) return drainImpact(alert, clock);
  const risk = alert.impact.level === 'at-risk' ? risks[alert.impact.because ?? ''] : undefined;
  if (risk !== undefined) return phrase(risk, clock.language);
  const numbers = numbersOf(alert, clock);
  const extras = extrasOf(alert).map((text) => phrase(text, clock.language, numbers));
  const level = phrase(firstFit(impactTexts[alert.impact.level], numbers), clock.language, numbers);
  return dotted([level, ...extras, targetsOf(enrichment, clock)]);
}

function unknownLine(alert: Alert, clock: Clock): Line {
  const { because, readAt } = alert.impact;
  const text = unknownImpacts[because ?? 'unreadable'] ?? unknownImpacts['unreadable'];
  const known = isCounted(alert.impact) && readAt !== undefined;
  return dotted([
    text === undefined ? undefined : phrase(text, clock.language),
    known ? phrase(impactExtras.lastKnown, clock.language, numbersOf(alert, clock)) : undefined,
  ]);
}

/** What makes the count clearer: who serves, what starts, how bad it was. */
function extrasOf(alert: Alert): readonly Text[] {
  const { level, healthy = 0, running, lowest } = alert.impact;
  if (!isCounted(alert.impact)) return [];
  return [
    ...(oldServes(alert) ? [impactExtras.oldServes] : []),
    ...(running !== undefined && running !== healthy ? [impactExtras.running] : []),
    ...(hurting.has(level) && lowest !== undefined && lowest < healthy ? [impactExtras.lowest] : []),
  ];
}

function isCounted({ healthy, desired }: Impact): boolean {
  return healthy !== undefined && desired !== undefined;
}

/** While new tasks never start, all that is healthy is of the revision before. */
function oldServes({ deployment, impact, causes }: Alert): boolean {
  if (impact.level !== 'none' || deployment?.previousTaskDefinitionArn === undefined) return false;
  const isOpen = deployment.state === 'in-progress' || deployment.state === 'rolling-back';
  return isOpen && impact.healthy === impact.desired && (causes[0]?.count ?? 0) > 0 && causes.every(neverStarted);
}

function targetsOf({ targets }: ComposeInput['enrichment'], clock: Clock): Line | undefined {
  if (targets?.state !== 'found' || targets.healthy >= targets.total) return undefined;
  return phrase(impactExtras.targets, clock.language, { healthy: targets.healthy, total: targets.total });
}
