/**
 * `startedBy` of tasks that EventBridge starts: `events-rule/NAME` of a rule, `chronos-schedule/NAME` of a schedule of
 * EventBridge Scheduler. No page of AWS's says so, and none that the whole is cut at 36 characters: both are what many
 * have seen in DescribeTasks (a guess, therefore, and nothing is done but told by it).
 */
export const scheduledMarks = { rule: 'events-rule/', schedule: 'chronos-schedule/' } as const;

export type ScheduledBy = keyof typeof scheduledMarks;

const longestMark = 36;

/** The mark that tasks of a rule, or a schedule, have. Two long names may come to the same. */
export function scheduledMark(by: ScheduledBy, name: string): string {
  return `${scheduledMarks[by]}${name}`.slice(0, longestMark);
}

export function isScheduledMark(startedBy: string | undefined): startedBy is string {
  return Object.values(scheduledMarks).some((mark) => startedBy?.startsWith(mark) === true);
}
