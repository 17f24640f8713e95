import type { Clock } from '../../lib/alert/compose/clock.ts';
import { momentOf } from '../../lib/alert/compose/clock.ts';
import type { PastState } from '../../lib/alert/past/past.ts';
import type { TimelineStep } from '../../lib/alert/timeline.ts';
import type { ImpactLevel } from '../../lib/core/alert.ts';
import { say } from '../../lib/core/language.ts';
import type { Instant } from '../../lib/core/time.ts';
import { levelTexts, timelineTexts } from './texts.ts';

/** One line of a timeline. */
export type Entry = { readonly at: Instant; readonly text: string };

/** How bad each level is: what got worse than ever before has a line of its own. */
const badness: readonly ImpactLevel[] = ['unknown', 'none', 'at-risk', 'late', 'degraded', 'failed', 'missed', 'down'];

/** As many changes one reads one by one. */
const fewChanges = 3;

/** Each time it got worse than before; what went to and fro in between in one line. */
export function impactEntries({ steps }: PastState, clock: Clock): readonly Entry[] {
  const changes = steps.filter(({ status, level }, at) => status === 'firing' && level !== steps[at - 1]?.level);
  const entries: Entry[] = [];
  let worst = -1;
  let between: TimelineStep[] = [];
  const flush = (): void => {
    entries.push(
      ...(between.length > fewChanges ? [toAndFro(between, clock)] : between.map((step) => entryOf(step, clock))),
    );
    between = [];
  };
  for (const step of changes) {
    const weight = badness.indexOf(step.level);
    if (weight <= worst) between.push(step);
    else {
      flush();
      worst = weight;
      entries.push(entryOf(step, clock));
    }
  }
  flush();
  return entries;
}

function toAndFro(steps: readonly TimelineStep[], clock: Clock): Entry {
  const { language } = clock;
  const levels = badness.filter((level) => steps.some((step) => step.level === level));
  const names = levels.map((level) => levelTexts[level][language]).join(language === 'ja' ? '、' : ', ');
  const at = steps[0]?.at ?? 0;
  const until = momentOf(steps.at(-1)?.at ?? at, clock);
  return { at, text: say(timelineTexts.toAndFro, language, { count: steps.length, names, until }) };
}

const entryOf = (step: TimelineStep, clock: Clock): Entry => ({ at: step.at, text: impactText(step, clock) });

function impactText({ level, healthy, desired }: TimelineStep, { language }: Clock): string {
  const isCounted = healthy !== undefined && desired !== undefined;
  const text = isCounted ? timelineTexts.impactCounted : timelineTexts.impact;
  return say(text, language, { level: levelTexts[level][language], healthy, desired });
}
