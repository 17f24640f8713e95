import { hourMs, minuteMs } from '../../../lib/core/time.ts';
import type { Schedule, Slot } from '../../../lib/ecs/schedule/schedule.ts';
import { schedulerDst } from '../../../lib/ecs/schedule/schedule.ts';
import { nextSlots, slotsBetween } from '../../../lib/ecs/schedule/slots.ts';
import { readCron } from '../../../sim/account/schedules/cron.ts';
import { firesOf } from '../../../sim/account/schedules/expression.ts';
import { localTime, wallOf } from '../../../sim/account/schedules/local-time.ts';
import type { Random } from '../../../sim/random.ts';

/** Summer time in the north and in the south, of half an hour, of two hours, at midnight; and none. */
export const agreedZones = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'America/Havana',
  'Asia/Tokyo',
] as const;

type Case = { readonly cron: string; readonly timezone: string };

/** How much was compared, and where the two differ. */
type Agreement = { fires: number; readonly disagreements: string[] };

const firstYear = 2024;
const years = 10;

/** The next `count` times after some moments: ours against the model's. */
export function compareNext(given: Case, random: Random, wanted: { moments: number; count: number }): Agreement {
  const agreement: Agreement = { fires: 0, disagreements: [] };
  for (let moment = 0; moment < wanted.moments; moment += 1) {
    const after =
      Date.UTC(random.whole(firstYear, firstYear + years), 0, random.whole(1, 366)) + random.whole(0, 24 * hourMs);
    const ours = nextSlots(scheduleOf(given), after, wanted.count);
    const end = ours.length < wanted.count ? Infinity : (ours.at(-1)?.at ?? after);
    note(agreement, given, { ours, after, theirs: modelled(given, { after, most: wanted.count + 30, end }) });
  }
  return agreement;
}

/** 24 hours before to 24 hours after every change of clocks of ten years. */
export function compareChanges(given: Case): Agreement {
  const agreement: Agreement = { fires: 0, disagreements: [] };
  for (const change of changesOf(given.timezone)) {
    const [from, to] = [change - 24 * hourMs, change + 24 * hourMs];
    const ours = slotsBetween(scheduleOf(given), from, to);
    note(agreement, given, {
      ours,
      after: from - 1,
      theirs: modelled(given, { after: from - 1, most: 3000, end: to - 1 }),
    });
  }
  return agreement;
}

function scheduleOf({ cron, timezone }: Case): Schedule {
  return { start: { kind: 'cron', cron }, timezone, dst: schedulerDst };
}

type Seen = {
  readonly ours: readonly Slot[];
  readonly after: number;
  readonly theirs: { readonly once: readonly number[]; readonly again: readonly number[] };
};

function note(agreement: Agreement, given: Case, seen: Seen): void {
  agreement.fires += seen.ours.length;
  agreement.disagreements.push(...disagreementsOf(given, seen));
}

/** What we are sure of is what the model has when repeated hours run once; with the optional ones, when they run again. */
export function disagreementsOf({ cron, timezone }: Case, { ours, after, theirs }: Seen): string[] {
  const sure = ours.filter(({ isOptional }) => isOptional !== true).map(({ at }) => at);
  const all = ours.map(({ at }) => at);
  const both = [
    ['once', sure, theirs.once],
    ['again', all, theirs.again],
  ] as const;
  const text = (at: number | undefined): string => (at === undefined ? 'none' : new Date(at).toISOString());
  return both.flatMap(([what, mine, model]) => {
    const longest = Math.max(mine.length, model.length);
    const first = Array.from({ length: longest }, (_, at) => at).find((at) => mine[at] !== model[at]);
    if (first === undefined) return [];
    const where = `cron(${cron}) in ${timezone} after ${text(after)}, ${what}`;
    return [`${where}: ours ${text(mine[first])}, the model ${text(model[first])}`];
  });
}

function modelled(
  { cron, timezone }: Case,
  { after, most, end }: { readonly after: number; readonly most: number; readonly end: number },
): Seen['theirs'] {
  const read = readCron(cron, true);
  if (read === undefined) throw new Error(`the model refuses cron(${cron})`);
  const fires: { readonly at: number; readonly again: boolean }[] = [];
  for (const fire of firesOf(read, timezone, after)) {
    if (fire.at > end || fires.length >= most) break;
    fires.push(fire);
  }
  const once = fires.flatMap(({ at, again }) => (again ? [] : [at]));
  return { once, again: read.anyHour ? fires.map(({ at }) => at) : once };
}

const changes = new Map<string, readonly number[]>();

/** By looking at every quarter of an hour of ten years. */
export function changesOf(timezone: string): readonly number[] {
  const known = changes.get(timezone);
  if (known !== undefined) return known;
  const found: number[] = [];
  const ahead = (at: number): number => wallOf(localTime(timezone, at)) - at;
  const quarter = 15 * minuteMs;
  let last = ahead(Date.UTC(firstYear, 0, 1));
  for (let at = Date.UTC(firstYear, 0, 1); at < Date.UTC(firstYear + years, 0, 1); at += 24 * hourMs) {
    if (ahead(at + 24 * hourMs) === last) continue;
    for (let inside = at + quarter; inside <= at + 24 * hourMs; inside += quarter) {
      if (ahead(inside) !== last) found.push(inside);
      last = ahead(inside);
    }
  }
  changes.set(timezone, found);
  return found;
}
