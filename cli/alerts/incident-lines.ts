import { oneLine } from '../../lib/channels/untrusted.ts';
import { fitted } from '../../lib/core/columns.ts';
import type { Io } from '../io.ts';
import type { Cell } from '../terminal.ts';
import { aligned, painter } from '../terminal.ts';
import { durationWords, moment } from '../time.ts';
import type { Shown } from './shown.ts';
import { severityStyles } from './shown.ts';
import type { View } from './view.ts';

/** Incidents as a table; under each what is wrong, and a channel that will not take it. */
export function incidentLines(incidents: readonly Shown[], { clock }: View, io: Io): string[] {
  const paint = painter(io);
  const head = ['SEVERITY', 'INCIDENT', 'WHAT', 'IMPACT', 'FOR', 'WHO HAS IT'].map((text): Cell => ({
    text,
    style: 'dim',
  }));
  const rows = incidents.map((shown): Cell[] => [
    { text: shown.severity, style: severityStyles[shown.severity] },
    shown.id,
    `[${shown.environment}] ${shown.place}`,
    shown.impact,
    durationWords((shown.state.alert.endedAt ?? clock.now) - shown.state.alert.startedAt),
    whoHasIt(shown, { clock }),
  ]);
  const [first = '', ...table] = aligned([head, ...rows], paint);
  const indent = ' '.repeat(Math.max('SEVERITY'.length, ...incidents.map(({ severity }) => severity.length)) + 2);
  const width = (io.stdout.columns ?? Infinity) - indent.length;
  const under = ({ cause, refused }: Shown): string[] => [
    fitted(cause, width),
    ...refused.map(({ receiver, reason }) => fitted(`NOT told to ${receiver}: ${reason}`, width)),
  ];
  return [
    first,
    ...table.flatMap((line, at) => {
      const shown = incidents[at];
      return [line, ...(shown === undefined ? [] : under(shown).map((text) => indent + paint('dim', text)))];
    }),
  ];
}

function whoHasIt({ state, mute }: Shown, { clock }: Pick<View, 'clock'>): string {
  const { acknowledged } = state;
  const who =
    acknowledged === undefined ? [] : [`${oneLine(acknowledged.by)}, since ${moment(acknowledged.at, clock)}`];
  const muted = mute === undefined ? [] : [`muted until ${moment(mute.until, clock)}`];
  return [...who, ...muted].join('; ') || 'nobody yet';
}
