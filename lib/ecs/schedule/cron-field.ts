/** A field of a cron expression: which values it has, and the names that stand for them, from its least one on. */
export type Field = {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
};

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** EventBridge Scheduler UserGuide, schedule-types, "Cron-based schedules". */
export const fields = {
  minutes: { name: 'minutes', least: 0, most: 59 },
  hours: { name: 'hours', least: 0, most: 23 },
  days: { name: 'day of the month', least: 1, most: 31 },
  months: { name: 'month', least: 1, most: 12, names: months },
  weekdays: { name: 'day of the week', least: 1, most: 7, names: weekdays },
  years: { name: 'year', least: 1970, most: 2199 },
} as const satisfies Readonly<Record<string, Field>>;

/** What is wrong, and what to write instead. */
export type Mistake = { readonly problem: string; readonly fix: string };

export function isMistake(value: object): value is Mistake {
  return 'problem' in value;
}

/** One value: a number, or a name. */
export function valueOf(text: string, { least, most, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  if (named !== -1) return least + named;
  if (!/^\d{1,4}$/.test(text)) return undefined;
  const value = Number(text);
  return value < least || value > most ? undefined : value;
}

/**
 * The values of one part of a list: `*`, `7`, `1-5`, each also with `/step`. Whether AWS takes a range past the end
 * (`22-2`, `SAT-MON`) is not documented: it is read as going on at the beginning, and never sent so.
 */
export function valuesOf(text: string, field: Field): readonly number[] | Mistake {
  const [range = '', step, more] = text.split('/');
  if (more !== undefined || range === '') return notOf(text, field);
  const every = step === undefined ? 1 : /^\d{1,4}$/.test(step) ? Number(step) : 0;
  const size = field.most - field.least + 1;
  if (every < 1) return notOf(text, field);
  if (every >= size) return tooWide(text, field, size);
  const ends = endsOf(range, field, step !== undefined);
  if (ends === undefined) return notOf(text, field);
  const [first, last] = ends;
  if (last < first && field.name === fields.years.name) return notOf(text, field);
  const length = last < first ? last + size - first : last - first;
  return Array.from(
    { length: Math.floor(length / every) + 1 },
    (_, at) => ((first + at * every - field.least) % size) + field.least,
  );
}

/** A value with a step goes on to the end of the field: `1/10` is 1, 11, 21, … */
function endsOf(range: string, field: Field, hasStep: boolean): readonly [number, number] | undefined {
  if (range === '*') return [field.least, field.most];
  const [from = '', to, more] = range.split('-');
  const first = valueOf(from, field);
  if (first === undefined || more !== undefined) return undefined;
  if (to === undefined) return [first, hasStep ? field.most : first];
  const last = valueOf(to, field);
  return last === undefined ? undefined : [first, last];
}

export function notOf(text: string, { name, least, most, names }: Field): Mistake {
  const named = names === undefined ? '' : ` or ${names[0]} to ${names.at(-1)}`;
  const problem = `"${text}" is no ${name}`;
  return { problem, fix: `write ${least} to ${most}${named}, * for all, ranges 1-5, steps 0/15, lists 1,3` };
}

function tooWide(text: string, { name }: Field, size: number): Mistake {
  const problem = `"${text}" steps over all ${size} values of ${name}: it fires once in each round, not every ${text.split('/')[1]}`;
  return { problem, fix: 'write the value alone, or a rate for an interval that does not divide' };
}
