/** The calendar that is there without being written: mon-fri 09:00-19:00. */
export const officeCalendar = 'office';

/** The environment that is there without being written: all that no other claims. */
export const productionName = 'prod';
