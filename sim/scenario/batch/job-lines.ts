import type { BatchJobPlan, BatchPlan } from './plan.ts';

/** As the simulated account has them, one in each zone. */
const subnets = ['1', '2', '3'].map((digit) => `subnet-0${digit.repeat(16)}`);

/** How a job stands in the file at present. */
export type JobSetting = { readonly is: 'enabled' | 'suspended' | 'deleted'; readonly edition: number };

/** The part of `watchkeeper.yml` with the jobs. */
export function jobLines({ jobs }: BatchPlan, settingOf: (job: string) => JobSetting): string {
  const defaults = `{ cluster: batch, timezone: Etc/UTC, network: { subnets: [${subnets.join(', ')}] } }`;
  const there = jobs.filter(({ name }) => settingOf(name).is !== 'deleted');
  const lines = there.map((job) => linesOf(job, settingOf(job.name), there));
  return `jobs:\n  defaults: ${defaults}\n${lines.join('\n')}\n`;
}

function linesOf(job: BatchJobPlan, { is, edition }: JobSetting, there: readonly BatchJobPlan[]): string {
  const { name, minutes, after, policy, key, attempts, mostFree } = job;
  const follows = after !== undefined && there.some((each) => each.name === after);
  const cron = minutes.length > 0 ? minutes.join() : '59';
  const run = job.runMinutes === undefined ? '' : `run: ${job.runMinutes}m, `;
  const free = mostFree === undefined ? '' : `, rules: [${rulesOf(mostFree)}]`;
  const command = job.isTooLong ? 'x'.repeat(9000) : `edition-${edition}`;
  return [
    `  ${name}:`,
    follows ? `    after: ${after}` : `    cron: ${cron} 0 * * ? *`,
    `    enabled: ${is === 'enabled'}`,
    `    resume: ${job.resume}`,
    `    capacity: ${job.spotFirst ? '[{ name: FARGATE_SPOT, attempts: 2 }, FARGATE]' : '[FARGATE]'}`,
    `    concurrency: { policy: ${policy}, key: ${key} }`,
    `    startDeadline: ${job.deadlineMinutes}m`,
    `    timeouts: { start: ${job.startSeconds}s, ${run}total: ${job.totalMinutes}m }`,
    `    retry: { attempts: ${attempts}, backoff: { initial: ${job.backoffSeconds}s }${free} }`,
    `    command: [work, ${command}]`,
    ...arrayLines(job),
  ].join('\n');
}

function arrayLines({ array }: BatchJobPlan): string[] {
  if (array === undefined) return [];
  const { size, parallelism, maxFailedIndexes } = array;
  return [`    array: { size: ${size}, parallelism: ${parallelism}, maxFailedIndexes: ${maxFailedIndexes} }`];
}

function rulesOf(most: number): string {
  const free = `{ class: [interrupted, start, placement], action: retry, count: false, max: ${most} }`;
  return `${free}, { class: [application, out-of-memory], action: retry }`;
}
