/**
 * `startedBy` of tasks that EventBridge starts: `events-rule/NAME` of a rule, `chronos-schedule/NAME` of a schedule of
 * EventBridge Scheduler. No page of AWS's says so, and none that the whole is cut at 36 characters: both are what many
 * have seen in DescribeTasks (a guess, therefore, and nothing is done but told by it).
 */
const scheduledMarks = { rule: 'events-rule/', schedule: 'chronos-schedule/' } as const;

type ScheduledBy = keyof typeof scheduledMarks;

const longestMark = 36;

/** The mark that tasks of a rule, or a schedule, have. Two long names may come to the same. */
export function scheduledMark(by: ScheduledBy, name: string): string {
  return `${scheduledMarks[by]}${name}`.slice(0, longestMark);
}

/** The name of the rule or schedule; undefined where it is none, or where the mark has cut it. */
export function foreignName(mark: string): string | undefined {
  if (!isScheduledMark(mark) || mark.length >= longestMark) return undefined;
  return mark.slice(mark.indexOf('/') + 1);
}

/** As people know it: `nightly (schedule)`, `nightly (rule)`; every other name as it is. */
export function shownLaunch(name: string): string {
  const by = name.startsWith(scheduledMarks.rule) ? 'rule' : 'schedule';
  return isScheduledMark(name) ? `${name.slice(scheduledMarks[by].length)} (${by})` : name;
}

export function isScheduledMark(startedBy: string | undefined): startedBy is string {
  return Object.values(scheduledMarks).some((mark) => startedBy?.startsWith(mark) === true);
}
