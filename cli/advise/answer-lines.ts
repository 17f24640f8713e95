import { oneLine } from '../../lib/channels/untrusted.ts';
import { padded, widthOf, wrapped } from '../../lib/core/columns.ts';
import type { Language } from '../../lib/core/language.ts';
import { say } from '../../lib/core/language.ts';
import type { Finding, Unchecked } from '../../lib/ecs/advice/advise.ts';
import type { AdviceSeverity } from '../../lib/core/advice-found.ts';
import type { Io } from '../io.ts';
import type { Style } from '../terminal.ts';
import { painter } from '../terminal.ts';
import type { Advised } from './answer.ts';
import { countsOf, namesOf, wordsOf } from './answer.ts';
import { adviseTexts, partTexts, severityTexts } from './texts.ts';

type Shown = { readonly language: Language; readonly all: boolean };

const usualWidth = 120;

const styles: Readonly<Record<AdviceSeverity, Style>> = { error: 'red', warning: 'yellow', info: 'dim' };

/** Each finding with why and what to do; what could not be checked; and how many there were. */
export function answerLines(all: readonly Advised[], shown: Shown, io: Io): string[] {
  const sections = all.flatMap((each) => [
    [painter(io)('bold', headOf(each))],
    ...each.advice.findings.map((finding) => findingLines(finding, each, shown, io)),
    ...(each.advice.findings.length === 0 ? [[`  ${adviseTexts.fine[shown.language]}`]] : []),
    uncheckedLines(each.advice.unchecked, shown, io),
  ]);
  const result = say(adviseTexts.result, shown.language, countsOf(all));
  return [...sections.flatMap((lines) => (lines.length > 0 ? [...lines, ''] : [])), result];
}

const headOf = (advised: Advised): string =>
  Object.values(namesOf(advised))
    .map((name) => oneLine(name))
    .join(' · ');

function findingLines(finding: Finding, advised: Advised, { language }: Shown, io: Io): string[] {
  const paint = painter(io);
  const { title, why, fix, detail, file, line } = wordsOf(finding, advised, language);
  const where = file === undefined ? '' : `${file}:${line ?? 1}`;
  const fails = finding.makesDeploymentFail ? adviseTexts.fails[language] : '';
  const severity = severityTexts[finding.severity][language];
  const width = Math.max(...Object.values(severityTexts).map((text) => widthOf(text[language])));
  const head = `${paint(styles[finding.severity], padded(severity, width))}  ${paint('bold', title)}`;
  const beside = [finding.rule, fails, where].filter((part) => part !== '').join(' · ');
  const indent = ' '.repeat(width + 2);
  const inRows = (text: string, style?: Style): string[] =>
    wrapped(oneLine(text), (io.stdout.columns ?? usualWidth) - indent.length).map(
      (row) => `${indent}${style === undefined ? row : paint(style, row)}`,
    );
  return [
    head,
    ...inRows(beside, 'dim'),
    ...inRows(why),
    ...(detail === undefined ? [] : inRows(detail)),
    ...inRows(say(adviseTexts.fix, language, { fix })),
  ];
}

/** By what they lack: one line, unless all are asked for. */
function uncheckedLines(unchecked: readonly Unchecked[], { language, all }: Shown, io: Io): string[] {
  if (unchecked.length === 0) return [];
  const groups = Map.groupBy(unchecked, ({ missing }) => missing.map((part) => partTexts[part][language]).join(', '));
  const paint = painter(io);
  const lines = [...groups]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .flatMap(([lacks, rules]) => {
      const count =
        rules.length === 1 ? adviseTexts.oneRule[language] : say(adviseTexts.rules, language, { count: rules.length });
      const names = all ? [`    ${rules.map(({ rule }) => rule).join(', ')}`] : [];
      return [`  ${lacks}: ${count}`, ...names];
    });
  const head = all
    ? adviseTexts.unchecked[language]
    : `${adviseTexts.unchecked[language]} (${adviseTexts.all[language]})`;
  const width = io.stdout.columns ?? usualWidth;
  return [head, ...lines].flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    return wrapped(line.trimStart(), width - indent.length).map((row) => paint('dim', `${indent}${row}`));
  });
}
