import type { Line } from '../../core/message.ts';
import type { ChangeFinding, RevisionChange } from '../enrichment.ts';
import { changeForms, changeNames, changedTexts, unknownChanges } from '../texts/changes.ts';
import { linkTexts } from '../texts/labels.ts';
import type { Clock } from './clock.ts';
import { dateOf, durationOf, momentOf } from './clock.ts';
import type { ComposeInput } from './input.ts';
import { dotted, listed, phrase } from './phrase.ts';
import { departureLine } from './departure.ts';
import { revisionsOf } from './situation.ts';
import { codeOf } from './untrusted-words.ts';

const changesShown = 3;
const namesShown = 3;

type Changed = Extract<ChangeFinding, { state: 'changed' }>;

/** What is different from when it worked, who did it, and where to see it. Undefined: nothing is known of it yet. */
export function changedLine(input: ComposeInput, clock: Clock): Line | undefined {
  const { departure } = input.alert;
  if (departure !== undefined)
    return dotted([departureLine(input.alert, departure, clock), whoPart(input, undefined, clock)]);
  const { changed } = input.enrichment;
  const what = whatPart(input, clock);
  if (what === undefined) return undefined;
  const registeredBy = changed?.state === 'changed' ? changed.registeredBy : undefined;
  const link = changed?.state === 'changed' ? changed.compareLink : undefined;
  return dotted([
    what,
    changed?.state === 'unchanged' ? undefined : whoPart(input, registeredBy, clock),
    link === undefined ? undefined : [{ link, text: linkTexts.diff[clock.language] }],
  ]);
}

function whatPart({ alert, enrichment: { changed } }: ComposeInput, clock: Clock): Line | undefined {
  if (changed?.state === 'changed') return changedPart(changed, clock);
  if (changed?.state === 'unchanged') return unchangedPart(changed, clock);
  const told = toldPart(alert, clock);
  if (changed?.state !== 'unknown' || told !== undefined) return told;
  return phrase(unknownChanges[changed.reason], clock.language);
}

/** What the events say, where the definitions could not be compared: better than that they could not. */
function toldPart(alert: ComposeInput['alert'], clock: Clock): Line | undefined {
  const { revision: to, previous: from } = revisionsOf(alert);
  const at = alert.deployment?.startedAt;
  return from === undefined || to === undefined || from === to ? undefined : headPart({ from, to, at }, clock);
}

function headPart({ from, to, at }: { from: string; to: string; at: number | undefined }, clock: Clock): Line {
  const text = at === undefined ? changedTexts.revisions : changedTexts.revisionsAt;
  return phrase(text, clock.language, { from, to, at: at === undefined ? undefined : momentOf(at, clock) });
}

function changedPart({ from, to, at, changes }: Changed, clock: Clock): Line {
  const { language } = clock;
  const head = headPart({ from, to, at }, clock);
  if (changes.length === 0) return phrase(changedTexts.sameRun, language, { head });
  const containers = new Set(changes.flatMap(({ container }) => container ?? []));
  const shown = changes.slice(0, changesShown).map((change) => changePart(change, containers.size > 1, clock));
  const rest = changes.length - shown.length;
  const more = rest === 0 ? [] : [phrase(changedTexts.more, language, { count: rest })];
  const only =
    changes.length === 1 && shown[0] !== undefined
      ? phrase(changedTexts.only, language, { change: shown[0] })
      : undefined;
  return phrase(changedTexts.list, language, { head, changes: only ?? listed([...shown, ...more], language) });
}

/** One difference: `secret KEY removed`, `image v1 → v2`. */
function changePart(change: RevisionChange, several: boolean, { language }: Clock): Line {
  const name = phrase(changeNames[change.what], language);
  const { from, to, container } = change;
  const values = {
    name,
    from: from === undefined ? undefined : codeOf(from, 80),
    to: to === undefined ? undefined : codeOf(to, 80),
  };
  const said =
    from !== undefined && to !== undefined
      ? phrase(changeForms.fromTo, language, values)
      : to !== undefined
        ? phrase(changeForms.set, language, values)
        : from !== undefined
          ? phrase(changeForms.unset, language, values)
          : phrase(changeForms.named, language, { name, parts: namesPart(change, language) });
  const isNamed = several && container !== undefined;
  return isNamed ? phrase(changeForms.inContainer, language, { container: codeOf(container, 60), change: said }) : said;
}

function namesPart({ added, removed, altered, container, what }: RevisionChange, language: Clock['language']): Line {
  if (what === 'container-added' || what === 'container-removed')
    return container === undefined ? [] : [codeOf(container, 60)];
  const part = (text: (typeof changeForms)['added'], names: readonly string[] | undefined): Line[] => {
    if (names === undefined || names.length === 0) return [];
    const shown: Line[] = names.slice(0, namesShown).map((name) => [codeOf(name, 60)]);
    const rest = names.length - shown.length;
    const more = rest === 0 ? [] : [phrase(changedTexts.more, language, { count: rest })];
    return [phrase(text, language, { names: listed([...shown, ...more], language) })];
  };
  return listed(
    [...part(changeForms.removed, removed), ...part(changeForms.added, added), ...part(changeForms.altered, altered)],
    language,
  );
}

function unchangedPart({ revision, since }: Extract<ChangeFinding, { state: 'unchanged' }>, clock: Clock): Line {
  if (since === undefined || since >= clock.now) return phrase(changedTexts.unchanged, clock.language, { revision });
  const duration = durationOf(clock.now - since, clock.language);
  return phrase(changedTexts.unchangedFor, clock.language, { revision, duration, date: dateOf(since, clock) });
}

function whoPart(
  { enrichment: { who } }: ComposeInput,
  registeredBy: string | undefined,
  { language }: Clock,
): Line | undefined {
  if (who?.state === 'found') {
    const actor = codeOf(who.actor, 80);
    const { via } = who;
    return via === undefined
      ? phrase(changedTexts.by, language, { actor })
      : phrase(changedTexts.byVia, language, { actor, via: codeOf(via.replace(/\.amazonaws\.com(?:\.cn)?$/, ''), 60) });
  }
  if (registeredBy === undefined) return undefined;
  return phrase(changedTexts.registeredBy, language, { actor: codeOf(registeredBy, 80) });
}
