import { hourMs, minuteMs } from '../../core/time.ts';
import type { CommandPlace } from '../commands.ts';
import { command, shellQuoted } from '../commands.ts';

type Lifecycle = { readonly instance: string; readonly hook: string; readonly group: string };

/** One instance, or all of a group that are being drained. */
type Which = { readonly instance: string } | { readonly group: string };

function drainOf(which: Which): string {
  return 'group' in which
    ? `npx watchkeeper drain --group ${shellQuoted(which.group)}`
    : `npx watchkeeper drain ${shellQuoted(which.instance)}`;
}

/** What a person can do about a drain: with our command, and with the AWS CLI. All ready to paste. */
export const drainCommands = {
  explain: ({ region, cluster }: CommandPlace, instance: string): string =>
    ['npx watchkeeper explain', '--instance', instance, '--cluster', cluster, '--region', region]
      .map((word, at) => (at === 0 ? word : shellQuoted(word)))
      .join(' '),
  extend: (which: Which, forMs: number): string => `${drainOf(which)} --extend ${durationOf(forMs)}`,
  force: (which: Which): string => `${drainOf(which)} --force`,
  cancel: (which: Which): string => `${drainOf(which)} --cancel`,
  /** The event our command sends; the stack has a rule for it on the default bus. */
  putExtend: ({ region }: CommandPlace, instanceId: string, forMs: number): string =>
    command('events put-events', {
      region,
      entries: JSON.stringify([
        {
          Source: 'watchkeeper',
          DetailType: 'Drain Extended',
          Detail: JSON.stringify({ instanceId, forMs, by: 'aws-cli' }),
        },
      ]),
    }),
  /** Terminating: CONTINUE lets other hooks finish, ABANDON would skip them (complete-lifecycle-action). */
  complete: ({ region }: CommandPlace, { instance, hook, group }: Lifecycle): string =>
    command('autoscaling complete-lifecycle-action', {
      region,
      'auto-scaling-group-name': group,
      'lifecycle-hook-name': hook,
      'instance-id': instance,
      'lifecycle-action-result': 'CONTINUE',
    }),
  /** Starts no deployment: only a change of what is deployed does (API_UpdateService). */
  setLimits: (
    { region, cluster }: CommandPlace,
    service: string,
    { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
  ): string =>
    command('ecs update-service', {
      region,
      cluster,
      service,
      'deployment-configuration': `minimumHealthyPercent=${minimum},maximumPercent=${maximum}`,
    }),
  stopTask: ({ region, cluster }: CommandPlace, task: string): string =>
    command('ecs stop-task', { region, cluster, task, reason: 'its instance is being drained' }),
  unprotect: ({ region, cluster }: CommandPlace, task: string): string =>
    `${command('ecs update-task-protection', { region, cluster, tasks: task })} --no-protection-enabled`,
} as const;

/** `30m`, `2h`. */
function durationOf(ms: number): string {
  return ms % hourMs === 0 ? `${ms / hourMs}h` : `${Math.round(ms / minuteMs)}m`;
}
