import type { Alert } from '../core/alert.ts';
import type {
  JobWatched,
  RunEnded,
  RunRequested,
  SlotPassed,
  SlotsMissed,
  SlotTriggered,
} from '../core/batch-event.ts';
import type { RecordKey } from '../core/record.ts';
import type { TaskLaunch } from '../core/run-reads.ts';
import type { LeaseAsked } from './lease.ts';
import type { SchedulesTarget } from './schedules/state.ts';

/** What batch does. `launch`, `stop` and `schedules` change AWS; the others are words to our own records, and to people. */
export type BatchTarget =
  | { readonly launch: TaskLaunch }
  | { readonly stop: { readonly cluster: string; readonly arn: string; readonly reason: string } }
  | SchedulesTarget
  | { readonly ask: { readonly lease: RecordKey; readonly asked: LeaseAsked } }
  | { readonly release: { readonly lease: RecordKey; readonly run: RecordKey } }
  | { readonly pass: SlotTriggered | RunRequested | RunEnded | SlotsMissed | SlotPassed | JobWatched }
  /** The SSM parameter with the address of a dead man's switch. */
  | { readonly ping: string }
  | { readonly send: Alert };

/** The verb and the thing of an action: its idempotency key. */
export function partsOfKey(key: string): { readonly verb: string; readonly thing: string } {
  const space = key.indexOf(' ');
  return space < 0 ? { verb: key, thing: '' } : { verb: key.slice(0, space), thing: key.slice(space + 1) };
}
