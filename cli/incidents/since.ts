import { causeTitleOf } from '../../lib/alert/compose/cause-title.ts';
import type { Memory } from '../../lib/alert/past/memory.ts';
import { isNight, memoryOf, pagedAt } from '../../lib/alert/past/memory.ts';
import type { PastState } from '../../lib/alert/past/past.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import { fitted } from '../../lib/core/columns.ts';
import { isoTime } from '../../lib/core/time.ts';
import { incidentJson, shownOf } from '../alerts/shown.ts';
import type { View } from '../alerts/view.ts';
import type { Io } from '../io.ts';
import type { Cell, JsonLine } from '../terminal.ts';
import { aligned, painter } from '../terminal.ts';
import { dateAndTime, durationWords } from '../time.ts';
import { endOf } from './past.ts';

const mostCauses = 5;
const mostNames = 5;

/** As it was told: the incident with what is kept of it. */
export function stateOf({ alert, enrichment, acknowledged, closedByHand, steps }: PastState) {
  return {
    kind: 'incident' as const,
    alert,
    firstHeardAt: alert.startedAt,
    heardAt: alert.at,
    places: {},
    enrichment,
    steps,
    ...(acknowledged !== undefined && { acknowledged }),
    ...(closedByHand !== undefined && { closedByHand }),
  };
}

/** Incidents that are over as a table, and below it what the time was like. */
export function pastLines(past: readonly PastState[], view: View, io: Io): string[] {
  const paint = painter(io);
  const { clock, policy } = view;
  const head = ['ENDED', 'HOW', 'INCIDENT', 'WHAT', 'LASTED', 'PAGED'].map((text): Cell => ({ text, style: 'dim' }));
  const rows = past.map((each): Cell[] => {
    const shown = shownOf(stateOf(each), [], view);
    const paged = pagedAt(each);
    const night = paged !== undefined && isNight(paged, policy.timezone) ? ' (night)' : '';
    return [
      dateAndTime(endOf(each), clock),
      {
        text: ends[each.alert.status] ?? each.alert.status,
        style: each.alert.status === 'resolved' ? 'green' : 'yellow',
      },
      each.id,
      `[${shown.environment}] ${shown.place}`,
      durationWords(endOf(each) - each.alert.startedAt),
      paged === undefined ? '' : `${dateAndTime(paged, clock)}${night}`,
    ];
  });
  const [first = '', ...table] = aligned([head, ...rows], paint);
  const width = (io.stdout.columns ?? Infinity) - 2;
  return [
    first,
    ...table.flatMap((line, at) => {
      const each = past[at];
      return each === undefined
        ? [line]
        : [line, `  ${paint('dim', fitted(shownOf(stateOf(each), [], view).cause, width))}`];
    }),
    '',
    ...memoryLines(memoryOf(past, policy.timezone)),
  ];
}

const ends: Readonly<Partial<Record<PastState['alert']['status'], string>>> = {
  resolved: 'recovered',
  'rolled-back': 'rolled back',
  expired: 'lost from sight',
};

function memoryLines({ incidents, pages, pagesAtNight, causes, again }: Memory): string[] {
  const top = causes.slice(0, mostCauses).map(({ id, count }) => `${causeTitleOf(id, 'en')} (${count})`);
  const often = again.slice(0, mostNames).map(({ name, count }) => `${oneLine(name)} (${count})`);
  const total = incidents === 1 ? '1 incident' : `${incidents} incidents`;
  const paged = pages === 1 ? '1 page' : `${pages} pages`;
  return [
    `${total}, ${paged}, ${pagesAtNight} at night (22:00 to 07:00)`,
    ...(top.length === 0 ? [] : [`top causes      ${top.join(', ')}`]),
    ...(often.length === 0 ? [] : [`more than once  ${often.join(', ')}`]),
  ];
}

/** One line an incident, then what the time was like. */
export function pastJson(past: readonly PastState[], view: View): readonly JsonLine[] {
  const memory = memoryOf(past, view.policy.timezone);
  return [
    ...past.map((each): JsonLine => {
      const paged = pagedAt(each);
      return {
        ...incidentJson(shownOf(stateOf(each), [], view)),
        told: each.told.map(({ receiver, at, rangAt }) => ({
          receiver,
          at: isoTime(at),
          ...(rangAt !== undefined && { rangAt: isoTime(rangAt) }),
        })),
        ...(paged !== undefined && { pagedAt: isoTime(paged) }),
      };
    }),
    { type: 'memory', ...memory },
  ];
}
