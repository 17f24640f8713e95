import { oneLine } from '../../lib/channels/untrusted.ts';
import { fitted, widthOf, wrapped } from '../../lib/core/columns.ts';
import type { Language } from '../../lib/core/language.ts';
import { say } from '../../lib/core/language.ts';
import { lastPart } from '../../lib/core/last-part.ts';
import type { PlacementAnswer } from '../../lib/ecs/placement/answer.ts';
import { findAttributeFix } from '../../lib/ecs/placement/attribute-fixes.ts';
import type { ChangeLine } from '../../lib/ecs/placement/change-lines.ts';
import { changeLines } from '../../lib/ecs/placement/change-lines.ts';
import type { CrossCheck } from '../../lib/ecs/placement/cross-check.ts';
import { demandText } from '../../lib/ecs/placement/demand-text.ts';
import type { Verdict } from '../../lib/ecs/placement/finding.ts';
import type { SnapshotService } from '../../lib/ecs/placement/snapshot-service.ts';
import { tableLines } from '../../lib/ecs/placement/table-lines.ts';
import type { VerdictTable } from '../../lib/ecs/placement/verdict-table.ts';
import { managedScalingText } from '../../lib/ecs/placement/managed-scaling-text.ts';
import { nextCopyText } from '../../lib/ecs/placement/next-copy-text.ts';
import { instanceTable } from '../../lib/ecs/placement/verdict-table.ts';
import { isOnEveryOne, verdictText } from '../../lib/ecs/placement/verdict-text.ts';
import type { Io } from '../io.ts';
import type { Paint, Style } from '../terminal.ts';
import { aligned, painter } from '../terminal.ts';
import { crossLines } from './crossing.ts';
import { explainTexts } from './texts.ts';

export type Shown = { readonly language: Language; readonly all: boolean };

type Beside = { readonly service?: SnapshotService; readonly check?: CrossCheck };

export const usualWidth = 120;

const verdictStyles: Readonly<Record<Verdict, Style>> = { yes: 'green', no: 'red', unverifiable: 'yellow' };

/** The verdict in two lines, where the next copy goes, what managed scaling does, what is asked, the table, the changes, and what ECS itself says. */
export function answerLines(answer: PlacementAnswer, beside: Beside, shown: Shown, io: Io): string[] {
  const { language } = shown;
  const paint = painter(io);
  const { room, outlook } = verdictText(answer, language);
  const next = nextCopyText(answer, language);
  const scaling = answer.scaling && managedScalingText(answer.scaling, language);
  const check = beside.check === undefined ? [] : crossLines(beside.check, answer, language);
  const isOff = (beside.check?.differences.length ?? 0) > 0;
  const width = io.stdout.columns ?? usualWidth;
  const inRows = (text: string, style?: Style): string[] =>
    wrapped(oneLine(text), width).map((row) => (style === undefined ? row : paint(style, row)));
  const sections = [
    [
      ...inRows(room, isOnEveryOne(answer) ? 'green' : verdictStyles[answer.explanation.fits]),
      ...inRows(outlook),
      ...(next === undefined ? [] : inRows(next)),
      ...(scaling === undefined ? [] : inRows(scaling)),
      ...inRows(askedLine(answer, beside.service, language), 'dim'),
    ],
    answer.explanation.instances.length === 0 ? [] : tableSection(tableOf(answer, shown), io),
    changeSection(answer, shown, io),
    check.flatMap((line) => inRows(line, isOff ? 'yellow' : 'dim')),
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}

function askedLine({ asked }: PlacementAnswer, service: SnapshotService | undefined, language: Language): string {
  const { arn } = asked.definition;
  return [
    lastPart(arn),
    say(explainTexts.needs, language, { need: demandText(asked, language) }),
    ...(service === undefined ? [] : [countsText(service, language)]),
  ].join(' · ');
}

function countsText({ running, desired, pending }: SnapshotService, language: Language): string {
  const counts = say(explainTexts.counts, language, { running, desired });
  return pending === 0 ? counts : `${counts}, ${say(explainTexts.pending, language, { count: pending })}`;
}

function tableOf(answer: PlacementAnswer, { language, all }: Shown): VerdictTable {
  const table = instanceTable(answer, { language, ...(all && { most: Infinity }) });
  if (table.rest === undefined) return table;
  return { ...table, rest: say(explainTexts.moreRows, language, { rest: table.rest }) };
}

/** What stands out: where it fits, and where nobody can say. */
const rowStyles: Readonly<Record<string, Style>> = { head: 'dim', rest: 'dim', yes: 'green', unverifiable: 'yellow' };

export function tableSection(table: VerdictTable, io: Io): string[] {
  const paint = painter(io);
  return tableLines(table, io.stdout.columns ?? usualWidth).map(({ text, kind }) => {
    const style = rowStyles[kind];
    return style === undefined ? oneLine(text) : paint(style, oneLine(text));
  });
}

/** Nobody who has room asks what would make more of it, unless for everything. */
function changeSection(answer: PlacementAnswer, { language, all }: Shown, io: Io): string[] {
  if ((answer.explanation.fits === 'yes' || isOnEveryOne(answer)) && !all) return [];
  const lines = changeLines(answer.changes, { language, ...(all && { most: Infinity }) });
  const left = answer.changes.length - lines.length;
  const paint = painter(io);
  const listed = [
    ...changeRows(lines, paint, io),
    ...(left > 0 ? [paint('dim', `  ${say(explainTexts.moreChanges, language, { count: left })}`)] : []),
  ];
  const fixes = attributeFixes(answer, lines, language).flatMap((line) => indented(line, 2, io));
  return [
    ...(listed.length > 0 ? [paint('bold', say(explainTexts.changes, language)), ...listed] : []),
    ...(listed.length > 0 && fixes.length > 0 ? [''] : []),
    ...fixes,
  ];
}

const leastChange = 20;

export function changeRows(lines: readonly ChangeLine[], paint: Paint, io: Io): string[] {
  const width = io.stdout.columns ?? usualWidth;
  const room = Math.max(leastChange, width - 4 - Math.max(0, ...lines.map(({ admits }) => widthOf(admits))));
  const rows = aligned(
    lines.map(({ change, admits }) => [`  ${fitted(oneLine(change), room)}`, oneLine(admits)]),
    paint,
  );
  return lines.flatMap(({ how }, at) => [
    rows[at] ?? '',
    ...(how === undefined ? [] : indented(how, 6, io).map((line) => paint('dim', line))),
  ]);
}

function indented(text: string, indent: number, io: Io): string[] {
  const width = (io.stdout.columns ?? usualWidth) - indent;
  return wrapped(oneLine(text), width).map((line) => `${' '.repeat(indent)}${line}`);
}

const mostFixes = 3;

/** How instances come to have an attribute they lack, where no change above says it: several things are in the way. */
function attributeFixes(
  { explanation }: PlacementAnswer,
  changes: readonly ChangeLine[],
  language: Language,
): readonly string[] {
  if (explanation.fits !== 'no') return [];
  const missing = explanation.instances.flatMap(({ reasons }) =>
    reasons.flatMap(({ check, need }) => (check === 'attribute' && typeof need === 'string' ? [need] : [])),
  );
  const isSaid = (name: string): boolean =>
    changes.some(({ change, how }) => how !== undefined && change.includes(name));
  return [...new Set(missing)]
    .filter((name) => !isSaid(name))
    .slice(0, mostFixes)
    .flatMap((name) => {
      const found = findAttributeFix(name.replace(/=.*$/, ''));
      if (found === undefined) return [];
      return [say(explainTexts.fix, language, { name, fix: say(found.fix.fix, language, found.fills) })];
    });
}
