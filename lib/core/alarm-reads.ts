import type { Read } from './ports.ts';

/** CloudWatch's alarms, by name: those of them that are in ALARM now. */
export type AlarmReads = { readonly inAlarm: (names: readonly string[]) => Promise<Read<readonly string[]>> };
