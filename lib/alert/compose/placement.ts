import type { Line, Reply } from '../../core/message.ts';
import { placementCauses } from '../enrich/placement-causes.ts';
import type { PlacementFinding } from '../enrichment.ts';
import { placementTexts } from '../texts/placement.ts';
import { tellingCauses } from './cause.ts';
import type { Clock } from './clock.ts';
import { momentOf } from './clock.ts';
import type { ComposeInput } from './input.ts';
import { dotted, phrase } from './phrase.ts';
import { readableWords } from './untrusted-words.ts';

/** So many changes stand in the message; all that are known in the thread. */
const changesInMessage = 2;

type Found = Extract<PlacementFinding, { readonly state: 'found' }>;

/** The verdict belongs to what is told, not to what is told beside it; of a drain all is told. */
export function verdictOf({ alert, enrichment: { placement } }: ComposeInput): Found | undefined {
  const telling = tellingCauses(alert.causes);
  const main = telling.find(({ id }) => id.startsWith('drain_held')) ?? telling[0];
  const isAbout = main !== undefined && placementCauses.test(main.id) && alert.status === 'firing';
  return isAbout && placement?.state === 'found' ? placement : undefined;
}

/** Whether one more copy fits, what is nearest to it, and what becomes of the next one. */
export function verdictPart(input: ComposeInput, { language }: Clock): Line | undefined {
  const verdict = verdictOf(input);
  if (verdict === undefined) return undefined;
  const { needs } = verdict;
  return dotted([
    needs === undefined ? undefined : phrase(placementTexts.needs, language, { needs: readableWords(needs, 160) }),
    [readableWords(verdict.room, 300)],
    verdict.agrees === false ? phrase(placementTexts.roomSince, language) : undefined,
    [readableWords(verdict.outlook, 240)],
  ]);
}

/** What would make room; none where nobody knows. */
export function changeSteps(input: ComposeInput, { language }: Clock): readonly Line[] {
  const changes = verdictOf(input)?.changes ?? [];
  return changes.slice(0, changesInMessage).map(({ change, admits }) =>
    phrase(placementTexts.change, language, {
      change: readableWords(change, 160),
      admits: readableWords(admits, 60),
    }),
  );
}

/** Instance by instance, what is in the way; and all that would make room. */
export function placementReply(input: ComposeInput, clock: Clock): Reply | undefined {
  const verdict = verdictOf(input);
  if (verdict === undefined || verdict.table.length === 0) return undefined;
  const { language } = clock;
  const changes = verdict.changes.flatMap(({ change, admits, how }) => [
    `${change}: ${admits}`,
    ...(how === undefined ? [] : [`  ${how}`]),
  ]);
  return {
    key: 'placement',
    lines: [phrase(placementTexts.table, language, { at: momentOf(verdict.readAt, clock) })],
    fence: [...verdict.table, ...(changes.length > 0 ? ['', `${placementTexts.changes[language]}:`, ...changes] : [])],
  };
}
