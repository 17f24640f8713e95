import type { Text } from '../../language.ts';
import type { HolidayTable } from './table.ts';

const newYear: Text = { en: "New Year's Day", ja: '元日' };
const comingOfAge: Text = { en: 'Coming of Age Day', ja: '成人の日' };
const foundation: Text = { en: 'National Foundation Day', ja: '建国記念の日' };
const emperor: Text = { en: "Emperor's Birthday", ja: '天皇誕生日' };
const vernal: Text = { en: 'Vernal Equinox Day', ja: '春分の日' };
const showa: Text = { en: 'Showa Day', ja: '昭和の日' };
const constitution: Text = { en: 'Constitution Memorial Day', ja: '憲法記念日' };
const greenery: Text = { en: 'Greenery Day', ja: 'みどりの日' };
const children: Text = { en: "Children's Day", ja: 'こどもの日' };
const marine: Text = { en: 'Marine Day', ja: '海の日' };
const mountain: Text = { en: 'Mountain Day', ja: '山の日' };
const aged: Text = { en: 'Respect for the Aged Day', ja: '敬老の日' };
const autumnal: Text = { en: 'Autumnal Equinox Day', ja: '秋分の日' };
const sports: Text = { en: 'Sports Day', ja: 'スポーツの日' };
const culture: Text = { en: 'Culture Day', ja: '文化の日' };
const labour: Text = { en: 'Labor Thanksgiving Day', ja: '勤労感謝の日' };
/** Article 3 of the holiday law: the day after a Sunday holiday (2), and a day between two holidays (3). */
const substitute: Text = { en: 'Substitute holiday', ja: '休日(振替)' };
const between: Text = { en: "Citizens' holiday", ja: '国民の休日' };

/**
 * Japan. 2026 and 2027 as announced; the equinoxes of a year are announced in the February before, so those of 2028
 * are computed, and with them all of 2028 is marked so.
 */
export const japan: HolidayTable = {
  source: 'Cabinet Office of Japan, https://www8.cao.go.jp/chosei/shukujitsu/gaiyou.html (2027: announced 2026-02-02)',
  announcedThrough: 2027,
  computedThrough: 2028,
  days: {
    '2026-01-01': newYear,
    '2026-01-12': comingOfAge,
    '2026-02-11': foundation,
    '2026-02-23': emperor,
    '2026-03-20': vernal,
    '2026-04-29': showa,
    '2026-05-03': constitution,
    '2026-05-04': greenery,
    '2026-05-05': children,
    '2026-05-06': substitute,
    '2026-07-20': marine,
    '2026-08-11': mountain,
    '2026-09-21': aged,
    '2026-09-22': between,
    '2026-09-23': autumnal,
    '2026-10-12': sports,
    '2026-11-03': culture,
    '2026-11-23': labour,
    '2027-01-01': newYear,
    '2027-01-11': comingOfAge,
    '2027-02-11': foundation,
    '2027-02-23': emperor,
    '2027-03-21': vernal,
    '2027-03-22': substitute,
    '2027-04-29': showa,
    '2027-05-03': constitution,
    '2027-05-04': greenery,
    '2027-05-05': children,
    '2027-07-19': marine,
    '2027-08-11': mountain,
    '2027-09-20': aged,
    '2027-09-23': autumnal,
    '2027-10-11': sports,
    '2027-11-03': culture,
    '2027-11-23': labour,
    '2028-01-01': newYear,
    '2028-01-10': comingOfAge,
    '2028-02-11': foundation,
    '2028-02-23': emperor,
    '2028-03-20': vernal,
    '2028-04-29': showa,
    '2028-05-03': constitution,
    '2028-05-04': greenery,
    '2028-05-05': children,
    '2028-07-17': marine,
    '2028-08-11': mountain,
    '2028-09-18': aged,
    '2028-09-22': autumnal,
    '2028-10-09': sports,
    '2028-11-03': culture,
    '2028-11-23': labour,
  },
};
