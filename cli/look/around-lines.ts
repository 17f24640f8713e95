import { oneLine } from '../../lib/channels/untrusted.ts';
import { say } from '../../lib/core/language.ts';
import type { Cell } from '../terminal.ts';
import { aligned } from '../terminal.ts';
import { nameOfUnused } from './look.ts';
import type { Pen } from './pen.ts';
import { heading, indented, namesText } from './pen.ts';
import { lookTexts } from './texts.ts';

export function watcherSection(pen: Pen): string[] {
  const { watchers, source, language } = pen.look;
  if (source.around.alarms === undefined && source.around.rules === undefined) return [];
  if (watchers.length === 0) return [heading('watchers', pen), `  ${lookTexts.noWatchers[language]}`];
  const rows = watchers.map(({ kind, name, about, what, same, isOff, tells, state }): readonly Cell[] => [
    `  ${kind}`,
    oneLine(name),
    oneLine(
      `${what === '' ? lookTexts.allEvents[language] : what}${about.length === 0 ? '' : ` (${namesText(about, pen)})`}`,
    ),
    state === 'ALARM' ? { text: state, style: 'red' as const } : (state ?? '-'),
    {
      text: same ? lookTexts.same[language] : lookTexts.other[language],
      style: same ? ('yellow' as const) : ('dim' as const),
    },
    oneLine(isOff || tells.length === 0 ? lookTexts.off[language] : `→ ${tells.join(', ')}`),
  ]);
  return [heading('watchers', pen), ...aligned(rows, pen.paint, pen.width)];
}

export function starterSection(pen: Pen): string[] {
  const { starters, language } = pen.look;
  if (starters.length === 0) return [];
  const rows = starters.map(({ kind, name, expression, timezone, isOff, cluster, family }): readonly Cell[] => [
    `  ${kind}`,
    oneLine(name),
    oneLine(`${expression} ${timezone ?? 'UTC'}`),
    isOff ? { text: lookTexts.disabled[language], style: 'red' as const } : '',
    oneLine([cluster, family].filter((each) => each !== undefined).join('/')),
  ]);
  return [heading('starters', pen), ...aligned(rows, pen.paint, pen.width)];
}

export function unusedSection(pen: Pen): string[] {
  const { unused, language } = pen.look;
  if (unused.length === 0) return [];
  return [
    heading('unused', pen),
    ...unused.flatMap((each) => {
      const kind = each.startsWith('idle/') ? 'idle' : each.startsWith('empty/') ? 'empty' : 'quota';
      return indented(`· ${say(lookTexts[kind], language, { name: nameOfUnused(each) })}`, 2, pen);
    }),
  ];
}

export function unreadSection(pen: Pen): string[] {
  const { unread } = pen.look;
  if (unread.length === 0) return [];
  const rows = unread.map(({ what, why }) => [`  ${oneLine(what)}`, oneLine(why)]);
  return [heading('unread', pen), ...aligned(rows, pen.paint, pen.width)];
}
