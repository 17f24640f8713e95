import type { Read } from './ports.ts';
import type { Instant } from './time.ts';

/** An alarm that is in ALARM, and since when. */
export type FiringAlarm = { readonly name: string; readonly since?: Instant };

/** CloudWatch's alarms, by name: those of them that are in ALARM now. */
export type AlarmReads = { readonly inAlarm: (names: readonly string[]) => Promise<Read<readonly FiringAlarm[]>> };
