import { plainLine } from '../../lib/channels/plain.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import { say } from '../../lib/core/language.ts';
import type { Line } from '../../lib/core/message.ts';
import type { Severity } from '../../lib/core/severity.ts';
import { findAdviceText } from '../../lib/ecs/advice/texts.ts';
import { severityStyles } from '../alerts/shown.ts';
import { severityTexts } from '../advise/texts.ts';
import { checkLines } from '../hooks/lines.ts';
import type { Io } from '../io.ts';
import type { Cell, Style } from '../terminal.ts';
import { aligned, painter } from '../terminal.ts';
import { clockIn, dateAndTime } from '../time.ts';
import { durationOf } from '../../lib/alert/compose/clock.ts';
import { starterSection, unreadSection, unusedSection, watcherSection } from './around-lines.ts';
import type { Pen } from './pen.ts';
import { heading, indented, namesText } from './pen.ts';
import { isNow } from './judged.ts';
import type { Told } from './judged.ts';
import type { Look } from './look.ts';
import { lookTexts } from './texts.ts';

type Shown = { readonly all: boolean };

const usualWidth = 120;

/** What is broken first, what may be next, and then all that belongs to it. */
export function lookLines(look: Look, { all }: Shown, io: Io): string[] {
  const pen: Pen = { look, all, paint: painter(io), width: io.stdout.columns ?? usualWidth, io };
  const [now, soon] = [look.told.filter(isNow), look.told.filter((each) => !isNow(each))];
  const sections = [
    [headOf(look, io)],
    now.length === 0 ? [pen.paint('green', lookTexts.fine[look.language])] : toldSection('broken', now, pen),
    soon.length === 0 ? [] : toldSection('soon', soon, pen),
    look.told.length === 0 ? [] : [routesLine(look)].flatMap((line) => indented(line, 2, pen, 'dim')),
    adviceSection(pen),
    missingSection(pen),
    look.groups.length === 0 ? [] : [heading('hooks', pen), ...hookLines(pen)],
    watcherSection(pen),
    starterSection(pen),
    unusedSection(pen),
    unreadSection(pen),
    [countsLine(look, now, soon)],
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}

function headOf({ source, services, zone, language }: Look, io: Io): string {
  const instances = source.clusters.reduce((sum, each) => sum + each.containerInstances.length, 0);
  return say(lookTexts.head, language, {
    region: source.region,
    account: source.account,
    at: dateAndTime(source.at, clockIn(zone, io.now())),
    zone,
    clusters: source.clusters.length,
    services: services.length,
    instances,
  });
}

function toldSection(name: 'broken' | 'soon', told: readonly Told[], pen: Pen): string[] {
  return [heading(name, pen), ...told.flatMap((each) => toldLines(each, pen))];
}

/** The first line says what, the others what the message would say. */
function toldLines(told: Told, pen: Pen): string[] {
  const { message, severity } = told;
  const { labels } = message;
  const language = pen.look.language;
  const when = isNow(told)
    ? ''
    : ` (${say(lookTexts.within, language, { duration: durationOf(told.afterMs, language) })})`;
  const title = `${severity}  ${plainLine(message.title)}${when}`;
  const row = (label: string, line: Line | undefined): string[] =>
    line === undefined ? [] : indented(`${label}  ${plainLine(line)}`, 4, pen);
  return [
    ...indented(title, 2, pen, styleOf(severity)),
    ...row(labels.impact, message.impact),
    ...row(labels.next, message.next),
    ...row(labels.why, message.why),
    ...(message.do ?? [])
      .slice(0, 2)
      .flatMap((line, at) => row(at === 0 ? labels.do : ' '.repeat(labels.do.length), line)),
    ...commandsIn(told).map((command) => `      ${pen.paint('cyan', command)}`),
    ...(told.routing === undefined
      ? []
      : indented(`${lookTexts.tells[language]}  ${receiversText(told, pen)}`, 4, pen, 'dim')),
  ];
}

/** What the thread would hold, ready to paste: whole, however long. */
function commandsIn({ replies }: Told): readonly string[] {
  const lines = replies.flatMap(({ fence = [] }) => fence);
  return [...new Set(lines)]
    .filter((line) => /^(?:aws|npx) /.test(line))
    .slice(0, 2)
    .map(oneLine);
}

const styleOf = (severity: Severity): Style => severityStyles[severity];

function receiversText({ routing, environment }: Told, { look: { language, zone }, io }: Pen): string {
  const clock = clockIn(zone, io.now());
  const now = (routing?.now ?? []).map(({ receiver }) => receiver);
  const later = (routing?.later ?? []).map(({ receiver, at }) =>
    say(lookTexts.held, language, { receiver, at: dateAndTime(at, clock) }),
  );
  const withheld = (routing?.withheld ?? []).map(({ receiver, why }) =>
    say(lookTexts[why === 'shadow' ? 'shadow' : 'notPaged'], language, { receiver, environment }),
  );
  const all = [...now, ...later, ...withheld];
  return all.length === 0 ? lookTexts.nobody[language] : all.join(', ');
}

function routesLine({ routes, language, told }: Look): string {
  if (routes === 'none') return lookTexts.noRoutes[language];
  if (routes === 'faulty') return lookTexts.badRoutes[language];
  return told.length === 0 ? '' : lookTexts.firstDay[language];
}

/** These stand below what is missing. */
const saidElsewhere: ReadonlySet<string> = new Set([
  'no-circuit-breaker',
  'circuit-breaker-no-rollback',
  'no-log-configuration',
]);

function adviceSection(pen: Pen): string[] {
  const { look, all, paint } = pen;
  const { language } = look;
  const shown = look.advised.filter(({ severity, rule }) => !saidElsewhere.has(rule) && (all || severity !== 'info'));
  const notes = look.advised.filter(({ severity }) => !all && severity === 'info').length;
  if (look.advised.length === 0) return [heading('advice', pen), `  ${paint('green', lookTexts.noAdvice[language])}`];
  const styles = { error: 'red', warning: 'yellow', info: 'dim' } as const;
  const rows = shown.map(({ severity, rule, services, example, makesDeploymentFail }): readonly Cell[] => {
    const title = findAdviceText(rule)?.title;
    const said = title === undefined ? rule : say(title, language, example.fills);
    const fails = makesDeploymentFail ? ` — ${lookTexts.fails[language]}` : '';
    const label = { text: `  ${severityTexts[severity][language]}`, style: styles[severity] };
    return [label, rule, `${services.length}`, oneLine(`${said}${fails}`)];
  });
  const table = aligned(rows, paint, pen.width);
  return [
    heading('advice', pen),
    ...shown.flatMap(({ services }, at) => [table[at] ?? '', ...indented(namesText(services, pen), 6, pen, 'dim')]),
    ...(notes > 0 ? [paint('dim', `  ${say(lookTexts.notes, language, { count: notes })}`)] : []),
  ];
}

function missingSection(pen: Pen): string[] {
  const { missing, language } = pen.look;
  if (missing.length === 0) return [];
  return [
    heading('missing', pen),
    ...missing.flatMap(({ said, of }) => {
      const names = of.length === 0 ? '' : `: ${namesText(of, pen)}`;
      return indented(`· ${of.length > 1 ? `${of.length} × ` : ''}${said[language]}${names}`, 2, pen);
    }),
  ];
}

function hookLines({ look: { groups, source, language }, io }: Pen): string[] {
  return checkLines(groups, { region: source.region, language }, io)
    .filter((line) => line !== '')
    .map((line) => `  ${line}`);
}

function countsLine({ advised, language }: Look, now: readonly Told[], soon: readonly Told[]): string {
  const count = (wanted: string): number => advised.filter(({ severity }) => severity === wanted).length;
  const fills = { broken: now.length, soon: soon.length, errors: count('error'), warnings: count('warning') };
  return say(lookTexts.counts, language, fills);
}
