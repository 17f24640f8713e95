import type { Cell, Paint } from '../terminal.ts';
import { aligned } from '../terminal.ts';
import type { Summary } from './summary.ts';

/** A summary for people: sections of aligned lines. */
export function summaryLines(summary: Summary, paint: Paint): string[] {
  const { basics } = summary;
  const sections: readonly (readonly [string, readonly (readonly Cell[])[]])[] = [
    [
      'General',
      [
        ['  language', basics.language],
        ['  times', basics.timezone],
        ['  pager', basics.pager],
        ['  digest', basics.digest],
        ...(basics.prices === undefined ? [] : [['  prices', basics.prices]]),
        ...(basics.advice === undefined ? [] : [['  advice', basics.advice]]),
      ],
    ],
    ['Receivers', summary.receivers.map(({ name, reaches }) => [`  ${name}`, reaches])],
    ['Routes, in this order; the first that applies counts', summary.routes.map(routeRow)],
    ['Environments', summary.environments.map((each) => environmentRow(each, summary.environments.length))],
    ['Teams', summary.teams.map((team) => [`  ${team.name}`, teamWords(team)])],
    [
      'Needs, outside this file',
      summary.needs.map((need) => [`  ${needNames[need.kind]}`, need.name, `for ${need.for.join(', ')}`]),
    ],
  ];
  const shown = sections.filter(([, rows]) => rows.length > 0);
  return shown.flatMap(([title, rows], at) => [...(at > 0 ? [''] : []), paint('bold', title), ...aligned(rows, paint)]);
}

const needNames = { parameter: 'SSM parameter', topic: 'SNS topic' } as const;

function routeRow({ id, when, to, how }: Summary['routes'][number], at: number): Cell[] {
  const builtIn = id.startsWith('built-in') ? ['built in'] : [];
  const more = [...how, ...builtIn];
  return [`  ${at + 1}. ${when}`, `→ ${to.join(', ')}${more.length > 0 ? ` (${more.join('; ')})` : ''}`];
}

function environmentRow({ name, clusters, production }: Summary['environments'][number], count: number): Cell[] {
  const rest = count > 1 ? 'all other clusters' : 'all clusters';
  const which = clusters.length > 0 ? `clusters ${clusters.join(', ')}` : rest;
  return [`  ${name}`, production ? which : `${which}; told in office hours, at most as a warning, pages nobody`];
}

function teamWords(team: Summary['teams'][number]): string {
  return team.default ? `${team.addresses}; owns what has no owner` : team.addresses;
}
