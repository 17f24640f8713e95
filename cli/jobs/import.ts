import { stringify } from 'yaml';
import type { ForeignSchedule, ForeignTarget } from '../../lib/core/foreign-schedules.ts';
import { shellQuoted } from '../../lib/ecs/commands.ts';
import { overridesOf } from './overrides.ts';

/** What is known of a rule or a schedule beside its time. Absent: it could not be read. */
export type Found = { readonly target?: ForeignTarget; readonly roles?: readonly string[] };

/** A rule or a schedule as a job, what of it is left to write, and in which order it changes hands. */
export function importLines(
  foreign: ForeignSchedule,
  found: Found,
): { readonly yaml: string[]; readonly left: string[]; readonly steps: string[] } {
  const { target, roles } = found;
  const { left, ...overrides } = target === undefined ? { left: [] } : overridesOf(target);
  const job = {
    ...startOf(foreign),
    cluster: foreign.cluster,
    task: foreign.family,
    ...(roles !== undefined && roles.length > 0 && { roles }),
    ...(target !== undefined && placeOf(target)),
    ...overrides,
    // What it would launch is only noted at first: nothing runs twice.
    mode: 'observe',
  };
  const yaml = stringify({ jobs: { [jobName(foreign.name)]: job } }, { lineWidth: 0 }).trimEnd();
  return { yaml: yaml.split('\n'), left: leftOf(foreign, found, left), steps: stepsOf(foreign) };
}

function placeOf({ network, launchType, providers }: ForeignTarget): Record<string, unknown> {
  const capacity = providers.length > 0 ? providers : launchType === undefined ? [] : [launchType];
  const { subnets = [], securityGroups = [], publicIp = false } = network ?? {};
  return {
    ...(capacity.length > 0 && { capacity }),
    ...(network !== undefined && {
      network: { subnets, ...(securityGroups.length > 0 && { securityGroups }), ...(publicIp && { publicIp }) },
    }),
  };
}

function leftOf(
  { expression, isEnabled }: ForeignSchedule,
  { target, roles }: Found,
  left: readonly string[],
): string[] {
  return [
    ...(target === undefined ? ['what it starts could not be read: write network or like, command and env'] : []),
    ...(roles === undefined ? ['its task definition could not be read: write roles'] : []),
    ...((target?.count ?? 1) > 1 ? [`it starts ${target?.count} tasks at once: see array`] : []),
    ...left.map((each) => `not taken over: ${each}`),
    ...(expression.startsWith('rate(') ? ['a rate counts from midnight here, not from when it was made'] : []),
    ...(isEnabled ? [] : ['it is disabled: as a job it would run']),
  ].map((each) => `# ${each}`);
}

function stepsOf({ by, name, group }: ForeignSchedule): string[] {
  const job = jobName(name);
  const [disable, enable] = by === 'rule' ? ruleCommands(name) : scheduleCommands(name, group ?? 'default');
  return [
    '# 1. Put it into watchkeeper.yml, then',
    'npx watchkeeper check --account && npx watchkeeper config push',
    `#    In observe it only notes what it would launch. These times must be those of the ${by}:`,
    `npx watchkeeper next ${job}`,
    '# 2. Right after a run has ended, far from the next one, so that none is due between this and 3:',
    ...(disable ?? []),
    '# 3. At once: take `mode: observe` out. It begins with its next time, and makes up for none before.',
    'npx watchkeeper config push',
    `# 4. After the first night, see that it ran; then delete the ${by}.`,
    `npx watchkeeper runs ${job}`,
    '# Back again: first `mode: observe` and push, then',
    ...(enable ?? []),
    '# At no moment do both start it. Between 2 and 3 neither does: what is due then is run by hand (watchkeeper run).',
  ];
}

function ruleCommands(name: string): readonly string[][] {
  return (['disable', 'enable'] as const).map((verb) => [`aws events ${verb}-rule --name ${shellQuoted(name)}`]);
}

/** "UpdateSchedule uses all values": what is left out is reset (API_UpdateSchedule). So all of it is sent back. */
function scheduleCommands(name: string, group: string): readonly string[][] {
  const file = `${jobName(name)}.json`;
  const which = `--name ${shellQuoted(name)} --group-name ${shellQuoted(group)}`;
  return (['DISABLED', 'ENABLED'] as const).map((state) => [
    `aws scheduler get-schedule ${which} | jq 'del(.Arn, .CreationDate, .LastModificationDate) | .State = "${state}"' > ${file}`,
    `aws scheduler update-schedule --cli-input-json file://${file}`,
  ]);
}

/** Up to 45 letters, digits, - and _, beginning with a letter or digit: what a job's name may have. */
export function jobName(name: string): string {
  return (
    name
      .replaceAll(/[^\w-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 45) || 'job'
  );
}

const unit: Readonly<Record<string, string>> = { minute: 'm', hour: 'h', day: 'd' };

function startOf({ expression, timezone }: ForeignSchedule): Record<string, string> {
  const [, kind, inside = ''] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') {
    const [count = '', name = ''] = inside.split(' ');
    return { rate: `${count}${unit[name.replace(/s$/, '')] ?? 'm'}`, timezone };
  }
  return kind === 'at' ? { at: inside, timezone } : { cron: inside, timezone };
}
