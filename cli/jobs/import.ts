import { stringify } from 'yaml';
import type { ForeignSchedule } from '../../lib/core/foreign-schedules.ts';

/** A rule or a schedule as a job, and in which order it changes hands. */
export function importLines(foreign: ForeignSchedule): { readonly yaml: string[]; readonly steps: string[] } {
  const { by, name, group, cluster, family } = foreign;
  const job = {
    ...startOf(foreign),
    cluster,
    task: family,
    mode: 'observe',
  };
  const yaml = stringify({ jobs: { [jobName(name)]: job } }).trimEnd();
  const disable =
    by === 'rule'
      ? `aws events disable-rule --name ${name}`
      : `aws scheduler update-schedule … --state DISABLED (all its settings, or the console: an update replaces what it leaves out; group ${group ?? 'default'})`;
  const steps = [
    '# Still to write: roles, and network or like; what overrides the target has, as command and env. `watchkeeper check` says what is missing.',
    '# 1. Push it as it is: in observe it notes what it would launch. `watchkeeper next` must show the same times.',
    `# 2. Right after a run has ended, far from the next one: ${disable}`,
    '# 3. At once: take `mode: observe` out, and push. It begins with its next slot; none before that is made up for.',
    `# 4. After the first night: \`watchkeeper runs ${jobName(name)}\`. Then delete the ${by}.`,
    '# Back: mode observe first, then enable it again. Between 2 and 3 nothing starts it; before 2, and after 3, one of the two does.',
  ];
  return { yaml: yaml.split('\n'), steps };
}

/** Names of jobs are names of schedules: letters, digits, hyphens and underscores (API_CreateSchedule, Name). */
function jobName(name: string): string {
  return name.replaceAll(/[^\w-]/g, '-');
}

const unit: Readonly<Record<string, string>> = { minute: 'm', hour: 'h', day: 'd' };

function startOf({ expression, timezone }: ForeignSchedule): Record<string, string> {
  const zone: Record<string, string> = timezone === 'UTC' ? { timezone: 'UTC' } : { timezone };
  const [, kind, inside = ''] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') {
    const [count = '', name = ''] = inside.split(' ');
    return { rate: `${count}${unit[name.replace(/s$/, '')] ?? 'm'}`, ...zone };
  }
  return kind === 'at' ? { at: inside, ...zone } : { cron: inside, ...zone };
}
