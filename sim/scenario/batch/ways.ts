/** What goes wrong between a job and its tasks, besides what goes wrong on every way. */
export const batchWays = ['launches-lie', 'schedules-doubled', 'schedules-late', 'schedules-buried'] as const;

export type BatchWay = (typeof batchWays)[number];
