import type { InstanceGroup } from '../../lib/core/group-reads.ts';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';

export const formats = ['cloudformation', 'terraform'] as const;

export type Format = (typeof formats)[number];

/** API_PutLifecycleHook: HeartbeatTimeout from 30 s to 2 h, kept alive for 100 times as long, at most 48 h. */
const longestHeartbeatMs = 2 * hourMs;
const beats = 100;

/** What a time-out may be at least, so that a lost minute or two does not end it. */
const usualHeartbeatMs = 5 * minuteMs;

/** So long that a hook outlives the deadline, and no longer than needed where we are gone. */
function heartbeatFor(deadlineMs: number): number {
  const needed = Math.ceil(deadlineMs / beats / minuteMs) * minuteMs;
  return Math.min(longestHeartbeatMs, Math.max(usualHeartbeatMs, needed));
}

const hookName = 'watchkeeper-drain';

const metadata = '{"watchkeeper":"drain"}';

/** The hook as a resource of a template, ready to put beside the group's. */
export function snippetOf({ name }: Pick<InstanceGroup, 'name'>, format: Format, deadlineMs: number): string[] {
  const seconds = heartbeatFor(deadlineMs) / secondMs;
  return format === 'cloudformation' ? cloudFormation(name, seconds) : terraform(name, seconds);
}

function cloudFormation(group: string, seconds: number): string[] {
  return [
    `${identifier(group)}DrainHook:`,
    '  Type: AWS::AutoScaling::LifecycleHook',
    '  Properties:',
    `    AutoScalingGroupName: ${JSON.stringify(group)}`,
    `    LifecycleHookName: ${hookName}`,
    '    LifecycleTransition: autoscaling:EC2_INSTANCE_TERMINATING',
    `    HeartbeatTimeout: ${seconds}`,
    '    DefaultResult: CONTINUE',
    `    NotificationMetadata: '${metadata}'`,
  ];
}

function terraform(group: string, seconds: number): string[] {
  return [
    `resource "aws_autoscaling_lifecycle_hook" "${identifier(group).toLowerCase()}_drain" {`,
    `  autoscaling_group_name = ${JSON.stringify(group).replaceAll('${', '$${').replaceAll('%{', '%%{')}`,
    `  name                   = "${hookName}"`,
    '  lifecycle_transition   = "autoscaling:EC2_INSTANCE_TERMINATING"',
    `  heartbeat_timeout      = ${seconds}`,
    '  default_result         = "CONTINUE"',
    `  notification_metadata  = ${JSON.stringify(metadata)}`,
    '}',
  ];
}

/** A name CloudFormation and Terraform take: letters and digits, a letter first. */
function identifier(group: string): string {
  const words = group.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(name) ? name : `Group${name}`;
}
