import type { Clock } from '../../lib/alert/compose/clock.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import type { Cell, Paint } from '../terminal.ts';
import { aligned } from '../terminal.ts';
import { moment } from '../time.ts';
import type { House } from './kept.ts';
import type { Shown } from './shown.ts';

type Around = { readonly shown: readonly Shown[]; readonly clock: Clock; readonly paint: Paint };

/** How Watchkeeper itself does: short when it does well. */
export function houseLines(house: House, { shown, clock, paint }: Around): string[] {
  const heard = Math.max(0, ...shown.map(({ state }) => state.heardAt));
  const last = heard === 0 ? '' : `; last incident news ${moment(heard, clock)}`;
  const isWell = house.trouble.length === 0 && house.overdue.count === 0;
  if (isWell) return ['', `Watchkeeper itself: nothing overdue, no record in trouble${last}${cutText(house)}`];
  return [
    '',
    `${paint('bold', 'Watchkeeper itself')}${last}${cutText(house)}`,
    ...overdueLines(house, clock, paint),
    ...aligned(
      house.trouble.map((each) => troubleRow(each, clock)),
      paint,
    ),
  ];
}

function overdueLines({ overdue }: House, clock: Clock, paint: Paint): string[] {
  if (overdue.since === undefined) return [];
  const records = overdue.count === 1 ? '1 record is' : `${overdue.count} records are`;
  const text = `  ${records} due since ${moment(overdue.since, clock)} and nobody looked: see that the tick function runs (its schedule and its log)`;
  return [paint('red', text)];
}

function troubleRow({ record, trouble, dueAt }: House['trouble'][number], clock: Clock): Cell[] {
  const times = trouble.count === 1 ? 'failed once' : `failed ${trouble.count} times`;
  const state = trouble.parked ? 'parked' : 'failing';
  const next = dueAt === undefined ? '' : `, tried again ${moment(dueAt, clock)}`;
  const [feature = '', , ...thing] = record.split('#');
  return [
    { text: `  ${state}`, style: trouble.parked ? 'red' : 'yellow' },
    oneLine(`${feature} ${thing.join('#')}`),
    `${times} since ${moment(trouble.since, clock)}${next}`,
    oneLine(trouble.error),
  ];
}

function cutText({ cut }: House): string {
  return cut ? ' (only the first 1,000 records of each feature were looked at)' : '';
}
