import type { Alert, Cause } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import { isForeseen } from '../../ecs/advice/cause-id.ts';
import { findAdviceCause } from '../../ecs/advice/causes.ts';
import { isExternalInstance } from '../../ecs/arn.ts';
import { findServiceCause } from '../../ecs/service-event.ts';
import { findPlacementReason } from '../../ecs/stops/placement-reasons.ts';
import { wordingOf } from '../../ecs/stops/wording.ts';
import type { Enrichment } from '../enrichment.ts';
import { imageTexts, missingValues } from '../texts/situation.ts';
import type { Clock } from './clock.ts';
import { durationOf, momentOf } from './clock.ts';
import type { Fillings } from './phrase.ts';
import { listed, phrase, plainOf } from './phrase.ts';
import { codeOf, readableWords } from './untrusted-words.ts';

/** What is said of one cause: texts, their values, and how sure it is by now. */
export type CauseWords = {
  readonly title: Text;
  readonly likely: Text;
  readonly remedy: Text;
  readonly fills: Fillings;
  readonly certainty: Cause['certainty'];
};

/** They say that a deployment fails, not why: only told when nothing else is known. */
const effects = new Set(['deployment_failed', 'deployment_rollback', 'task_start_impaired', 'deployment_runs']);

/**
 * The causes that explain something, the most telling first; effects, and what was only foreseen, when there is nothing
 * else.
 */
export function tellingCauses(causes: readonly Cause[]): readonly Cause[] {
  const reasons = causes.filter(({ id }) => !effects.has(id) && !isForeseen(id));
  if (reasons.length > 0) return reasons;
  const foreseen = causes.filter(({ id }) => isForeseen(id));
  return foreseen.length > 0 ? foreseen : causes.slice(0, 1);
}

type About = { readonly alert: Pick<Alert, 'subject' | 'pointers'>; readonly enrichment?: Enrichment };

/** The words for a cause. What was looked up about it is better than what its event said. */
export function causeWords(cause: Cause, about: About, clock: Clock): CauseWords {
  const { id, certainty, exitCode } = cause;
  const fills = fillsOf(cause, about, clock);
  const image = imageWords(cause, about, clock);
  if (image !== undefined) return image;
  const placement = id === 'placement_failure' ? findPlacementReason(reasonOf(cause)) : undefined;
  const service = findServiceCause(id) ?? findAdviceCause(id);
  if (service !== undefined && placement !== undefined) {
    const reason = say(placement.title, clock.language);
    return {
      title: placement.title,
      likely: service.title,
      remedy: placement.remedy,
      fills: { ...fills, reason },
      certainty,
    };
  }
  if (service !== undefined) {
    const external = isExternalInstance(about.alert.pointers.ec2InstanceId) ? service.external : undefined;
    return { ...service, remedy: external ?? service.remedy, fills, certainty };
  }
  const standalone = about.alert.subject.kind !== 'service';
  const { launchType } = about.alert.pointers;
  const told = { cause: id, standalone, exitCode, launchType, container: cause.container };
  return { ...wordingOf(told), fills, certainty };
}

function reasonOf({ fills, text }: Cause): string {
  return String(fills?.['reason'] ?? text ?? '');
}

/** Every place the catalogues know has a value: AWS's, or a word for its absence. */
function fillsOf(cause: Cause, { alert }: About, clock: Clock): Fillings {
  const { language } = clock;
  const container = cause.container ?? alert.pointers.container;
  const given = {
    ...(container !== undefined && { container }),
    ...(cause.exitCode !== undefined && { exitCode: cause.exitCode }),
    ...(cause.text !== undefined && { text: cause.text }),
    ...cause.fills,
  };
  const known = Object.entries(given).filter(([, value]) => value !== undefined && value !== '' && value !== '?');
  const missing = Object.entries(missingValues).map(([name, text]) => [name, say(text, language)] as const);
  const shown = known.map(([name, value]) => [name, shownOf(name, value, clock)]);
  return Object.fromEntries([...missing, ...shown]);
}

/** Moments (`…At`) on the reader's clock, durations (`…Ms`) in the reader's words; text as what it is. */
function shownOf(name: string, value: string | number | undefined, clock: Clock): string | number | undefined {
  if (typeof value === 'string') return readableWords(value, 160);
  if (value !== undefined && name.endsWith('At')) return momentOf(value, clock);
  return value !== undefined && name.endsWith('Ms') ? durationOf(value, clock.language) : value;
}

/** Pulls whose text says that the image is missing, or was cut off before it said anything. */
const mayBeMissing = new Set(['pull_no_image', 'pull_other']);

/** What ECR knows is certain: that the tag or the repository is not there. */
function imageWords(cause: Cause, { enrichment }: About, clock: Clock): CauseWords | undefined {
  const image = enrichment?.image;
  if (!mayBeMissing.has(cause.id) || image === undefined) return undefined;
  if (image.state === 'no-repository') {
    return { ...imageTexts.noRepository, fills: { repository: codeOf(image.repository, 120) }, certainty: 'certain' };
  }
  if (image.state !== 'missing') return undefined;
  const newest = image.newest
    .slice(0, 2)
    .map(({ tag, pushedAt }) =>
      phrase(imageTexts.tagAt, clock.language, { tag: readableWords(tag, 60), at: momentOf(pushedAt, clock) }),
    );
  const fills = {
    reference: codeOf(image.reference, 80),
    repository: codeOf(image.repository, 120),
    askedAt: momentOf(image.askedAt, clock),
    newest: newest.length === 0 ? say(imageTexts.noneThere, clock.language) : plainOf(listed(newest, clock.language)),
  };
  return { ...imageTexts.missing, fills, certainty: 'certain' };
}
