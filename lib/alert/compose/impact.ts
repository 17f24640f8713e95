import type { Alert } from '../../core/alert.ts';
import type { Line } from '../../core/message.ts';
import { impactExtras, impactTexts, unknownImpacts } from '../texts/impact.ts';
import type { Clock } from './clock.ts';
import type { ComposeInput } from './input.ts';
import { dotted, firstFit, phrase } from './phrase.ts';
import { numbersOf } from './situation.ts';
import { neverStarted } from './starting.ts';

/** Who feels it, in numbers; never empty. */
export function impactLine({ alert, enrichment }: ComposeInput, clock: Clock): Line {
  const numbers = numbersOf(alert, clock);
  const say = (text: (typeof impactExtras)[keyof typeof impactExtras]): Line => phrase(text, clock.language, numbers);
  const { level, because, healthy, running, desired, lowest } = alert.impact;
  const isRead = healthy !== undefined && desired !== undefined;
  if (level === 'unknown') {
    const text = unknownImpacts[because ?? 'unreadable'] ?? unknownImpacts['unreadable'];
    const known = isRead && alert.impact.readAt !== undefined ? say(impactExtras.lastKnown) : undefined;
    return dotted([text === undefined ? undefined : phrase(text, clock.language), known]);
  }
  const isHurt = level === 'degraded' || level === 'down';
  const hasFallen = isRead && lowest !== undefined && lowest < healthy;
  const isBehind = isRead && running !== undefined && running !== healthy;
  return dotted([
    phrase(firstFit(impactTexts[level], numbers), clock.language, numbers),
    oldServes(alert) ? say(impactExtras.oldServes) : undefined,
    isBehind ? say(impactExtras.running) : undefined,
    isHurt && hasFallen ? say(impactExtras.lowest) : undefined,
    targetsOf(enrichment, clock),
  ]);
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
