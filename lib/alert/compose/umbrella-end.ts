import type { Fills } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Line, Message } from '../../core/message.ts';
import { worst } from '../../core/severity.ts';
import { memberEnds, stormEnds, stormRemains, umbrellaTexts } from '../texts/umbrella.ts';
import type { Clock } from './clock.ts';
import { durationOf } from './clock.ts';
import type { UmbrellaInput } from './input.ts';
import { dotted, listed, phrase } from './phrase.ts';
import { memberEnd } from './umbrella-list.ts';

/** What of the message differs with whether the storm goes on. */
export type Words = Pick<Message, 'status' | 'severity' | 'summary' | 'bar' | 'title' | 'impact' | 'next' | 'do'>;

/** The last word of a storm. `title`: what its title is filled with. */
export function endedWords(input: UmbrellaInput, title: Fills, clock: Clock): Words {
  const { language } = clock;
  const { members } = input;
  const end = endOf(input);
  const duration = durationOf(input.now - input.startedAt, language);
  const text = end.kind === 'closed' ? umbrellaTexts.closed : umbrellaTexts.over;
  const summary = say(text, language, { ...title, duration });
  const remains = stormRemains[end.kind];
  return {
    status: endStatuses[end.kind],
    severity: worst(...members.map(({ alert }) => alert.severity)),
    summary,
    bar: endBars[end.kind],
    title: [{ bold: summary }],
    impact: endedImpact(input, duration, clock),
    next: phrase(stormEnds[end.kind], language, end),
    ...(remains !== undefined && { do: [phrase(remains, language)] }),
  };
}

type EndKind = keyof typeof stormEnds;

const endBars = { closed: 'grey', expired: 'grey', 'rolled-back': 'amber', gone: 'grey', resolved: 'green' } as const;

const endStatuses = {
  closed: 'expired',
  expired: 'expired',
  'rolled-back': 'rolled-back',
  gone: 'resolved',
  resolved: 'resolved',
} as const;

/** How it ended: recovered only when every one of them was seen to work again. `count` of them ended so. */
function endOf({ members, forgotten }: UmbrellaInput): { readonly kind: EndKind; readonly count: number } {
  const counted = (kind: EndKind): number =>
    members.filter((member) => (memberEnd(member) ?? 'closed') === kind).length + (kind === 'expired' ? forgotten : 0);
  const kind = (['closed', 'expired', 'rolled-back', 'gone'] as const).find((each) => counted(each) > 0) ?? 'resolved';
  return { kind, count: counted(kind) };
}

/** How long it was, and how its members ended. */
function endedImpact({ members, forgotten }: UmbrellaInput, duration: string, { language }: Clock): Line {
  const ends = Object.entries(memberEnds).flatMap(([end, text]) => {
    const count = members.filter((member) => memberEnd(member) === end).length;
    return count === 0 ? [] : [phrase(umbrellaTexts.level, language, { count, level: text[language] })];
  });
  const open = members.filter((member) => memberEnd(member) === undefined).length;
  if (open > 0) ends.unshift(phrase(umbrellaTexts.open, language, { count: open }));
  const rest = forgotten === 0 ? [] : [phrase(umbrellaTexts.forgotten, language, { count: forgotten })];
  return dotted([[duration], listed([...ends, ...rest], language)]);
}
