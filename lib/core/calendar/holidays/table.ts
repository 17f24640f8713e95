import type { Text } from '../../language.ts';
import { japan } from './jp.ts';

/**
 * The public holidays of a country, dated: they are decided by law and announcement, not by rule, so they are kept as
 * data. Days after `announcedThrough` are computed from the law as it stands and may still change.
 */
export type HolidayTable = {
  readonly source: string;
  readonly announcedThrough: number;
  readonly computedThrough: number;
  readonly days: Readonly<Record<string, Text>>;
};

export const holidayLists = ['jp'] as const;

export type HolidayList = (typeof holidayLists)[number];

const tables: Readonly<Record<HolidayList, HolidayTable>> = { jp: japan };

export function holidayTable(list: HolidayList): HolidayTable {
  return tables[list];
}

/** The name of the holiday that a date (`2026-11-23`) is. */
export function holidayOn(list: HolidayList, date: string): Text | undefined {
  return Object.hasOwn(tables[list].days, date) ? tables[list].days[date] : undefined;
}
