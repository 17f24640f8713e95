import type { Read } from '../core/ports.ts';
import type { MetricQuery } from '../core/scale-reads.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { Stage, Step } from './stage.ts';
import { stage } from './stage.ts';
import type { ServiceState } from './state.ts';

/** How it is known which tasks are at work: by a series of each, whose dimensions hold `{task}`. */
export type Protection = {
  readonly query: MetricQuery;
  /** A task whose value is above this is at work. */
  readonly above: number;
  /** So long it is kept from being stopped (API_UpdateTaskProtection: a minute to 48 hours). */
  readonly forMs: number;
};

/** Tasks that are at work, by ARN, those of which nobody knows among them; and how many run. */
export type Busy = { readonly tasks: readonly string[]; readonly unknown: number; readonly running: number };

/** Before tasks are taken away: how many must stay, and whether those are safe by now. */
export type Spare =
  | {
      readonly least: number;
      readonly unknown: number;
      readonly isSafe: boolean;
      /** More run than we wanted: ECS has still to stop some, or waits until their protection ends. */
      readonly isOver: boolean;
      readonly why: string;
    }
  | { readonly unread: string };

/** ECS chooses what to stop a moment after it was told, and protection must hold until two looks from now have renewed it. */
const marginMs = 2.5 * minuteMs;

/** A minute to 48 hours (API_UpdateTaskProtection, expiresInMinutes); what ends before it can be renewed is no protection. */
const minutesAllowed = { least: 4, most: 2880 };

export function minutesOf({ forMs }: Pick<Protection, 'forMs'>): number {
  return Math.min(minutesAllowed.most, Math.max(minutesAllowed.least, Math.ceil(forMs / minuteMs)));
}

export function spareOf(
  { protectedTasks, set }: Pick<ServiceState, 'protectedTasks' | 'set'>,
  busy: Read<Busy> | undefined,
  { desired, now }: { readonly desired: number; readonly now: Instant },
): Spare {
  if (busy === undefined || !busy.ok)
    return { unread: `which tasks are at work: ${busy === undefined ? 'not read' : busy.reason}` };
  const { tasks, unknown, running } = busy.value;
  const safe = new Set(
    protectedTasks !== undefined && protectedTasks.until > now + marginMs ? protectedTasks.tasks : [],
  );
  return {
    least: tasks.length,
    isSafe: tasks.every((task) => safe.has(task)),
    unknown,
    isOver: running > desired && set?.tasks === desired,
    why: `${tasks.length - unknown} of ${running} tasks are at work${unknown === 0 ? '' : `, and of ${unknown} nothing is known, so they may be`}`,
  };
}

type Sparing = { readonly current: number; readonly spare?: Spare; readonly now: Instant };

/** What is still to be stopped must not be one of those that were protected first. */
function renewing(spare: Spare | undefined, current: number): readonly Step[] {
  if (spare === undefined || 'unread' in spare || spare.isSafe || !spare.isOver) return [];
  const why = `${spare.why}: some are still to be stopped, and not these`;
  return [{ code: 'ProtectingTasks', from: current, to: current, why }];
}

/** Tasks at work are not taken away, and ECS is told which those are before the number is lowered. */
export function sparedBy({ current, spare, now }: Sparing, tasks: number): Stage {
  if (spare === undefined || tasks >= current)
    return { tasks, steps: tasks === current ? renewing(spare, current) : [] };
  if ('unread' in spare) return stage(tasks, current, { code: 'WorkUnknown', why: spare.unread });
  const least = Math.min(current, Math.max(tasks, spare.least));
  const atWork = stage(tasks, least, { code: spare.unknown > 0 ? 'WorkUnknown' : 'TasksAtWork', why: spare.why });
  if (least === current) return { ...atWork, steps: [...atWork.steps, ...renewing(spare, current)] };
  if (spare.isSafe) return atWork;
  const waits = stage(least, current, { code: 'ProtectingTasks', why: `${spare.why}: first they are protected` });
  return { tasks: current, steps: [...atWork.steps, ...waits.steps], until: now };
}
