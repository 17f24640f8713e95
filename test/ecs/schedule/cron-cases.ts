import type { Random } from '../../../sim/random.ts';

const months = ['JAN', 'feb', 'MAR', 'APR', 'May', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'mon', 'TUE', 'WED', 'Thu', 'FRI', 'SAT'];

/** A cron expression of everything the dialect has, wrap-around ranges, too. Hours lean to those in which clocks change. */
export function randomCron(random: Random): string {
  const isEarly = random.chance(0.6);
  const minutes = listOf(random, () => plain(random, { least: 0, most: 59, every: 0.1 }));
  const hours = isEarly
    ? listOf(random, () => plain(random, { least: 0, most: 4, every: 0.05 }))
    : listOf(random, () => plain(random, { least: 0, most: 23, every: 0.15 }));
  const monthList = random.chance(0.6)
    ? '*'
    : listOf(random, () => named(random, { least: 1, most: 12, every: 0.2 }, months));
  const year = random.chance(0.85)
    ? '*'
    : random.pick(['2026-2040', '2020/2', '2027,2028,2031', '*/3', '2035', '1970-2199/5']);
  const [day, weekday] = random.chance(0.5) ? [dayOf(random), '?'] : ['?', weekdayOf(random)];
  return [minutes, hours, day, monthList, weekday, year].join(' ');
}

type Range = { readonly least: number; readonly most: number; readonly every: number };

function listOf(random: Random, part: () => string): string {
  return Array.from({ length: random.chance(0.75) ? 1 : random.whole(2, 3) }, part).join(',');
}

function plain(random: Random, { least, most, every }: Range): string {
  const value = (): number => random.whole(least, most);
  if (random.chance(every)) return random.pick(['*', '*', `*/${random.whole(1, most - least)}`]);
  switch (random.whole(0, 5)) {
    case 0:
      return `${value()}/${random.whole(1, most - least)}`;
    case 1:
      return `${value()}-${value()}`;
    case 2:
      return `${value()}-${value()}/${random.whole(1, 5)}`;
    default:
      return String(value());
  }
}

function named(random: Random, range: Range, names: readonly string[]): string {
  const text = plain(random, range);
  if (text.includes('/') || random.chance(0.5)) return text;
  return text.replaceAll(/\d+/gu, (digits) => names[Number(digits) - range.least] ?? digits);
}

function dayOf(random: Random): string {
  return listOf(random, () => {
    if (random.chance(0.6)) return plain(random, { least: 1, most: 31, every: 0.3 });
    return random.pick(['L', 'LW', `${random.whole(1, 31)}W`, '31', '29', '1W', '31W']);
  });
}

function weekdayOf(random: Random): string {
  const day = (): string => random.pick([String(random.whole(1, 7)), random.pick(weekdays)]);
  if (random.chance(0.15)) return `${day()}#${random.whole(1, 5)}`;
  return listOf(random, () => {
    if (random.chance(0.7)) return named(random, { least: 1, most: 7, every: 0.25 }, weekdays);
    return random.pick(['L', `${day()}L`]);
  });
}
