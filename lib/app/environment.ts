import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, NewId } from '../core/ports.ts';

/** The one place that reads the clock, makes names and knows the process's environment. */
export const systemClock: Clock = { now: () => Date.now() };

export const newId: NewId = () => randomUUID();

export const pause = async (waitMs: number): Promise<void> => sleep(waitMs);

declare const WATCHKEEPER_BUILD: string | undefined;

/** Names the code that runs; the build puts it in. */
export const build: string = typeof WATCHKEEPER_BUILD === 'string' ? WATCHKEEPER_BUILD : 'source';

/** What a function is told by its environment. Secrets are not in it: they are named by SSM parameters. */
export type Environment = {
  readonly functionName: string;
  readonly region: string;
  readonly table: string;
  /** The function's own queue: its events, and the wakes it sends to itself. */
  readonly queueUrl: string;
  readonly alertsQueueUrl: string;
  /** A path, or `s3://bucket/key`. */
  readonly configuration: string;
  /** The stack's parameter `Mode`; absent means `watch`, which acts on nothing. */
  readonly mode: 'watch' | 'act';
  readonly slackApiUrl: string;
  readonly pagerDutyUrl: string;
  readonly logLevel: string;
  /** The topic of our own alarms: the receiver of last resort. */
  readonly alarmTopicArn?: string;
  /** The group of the jobs' schedules, and the role with which they send to the function's queue. */
  readonly schedules?: { readonly group: string; readonly roleArn: string };
};

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the environment. Throws one error that names every variable that is missing. */
export function readEnvironment(functionName: string, variables: Variables = process.env): Environment {
  const missing: string[] = [];
  const need = (name: string): string => {
    const value = variables[name];
    if (value === undefined || value === '') missing.push(name);
    return value ?? '';
  };
  const environment: Environment = {
    functionName,
    region: variables['AWS_REGION'] ?? variables['AWS_DEFAULT_REGION'] ?? '',
    table: need('WATCHKEEPER_TABLE'),
    queueUrl: need('WATCHKEEPER_QUEUE_URL'),
    alertsQueueUrl: functionName === 'tick' ? '' : need('WATCHKEEPER_ALERTS_QUEUE_URL'),
    configuration: functionName === 'tick' ? '' : need('WATCHKEEPER_CONFIG'),
    mode: variables['WATCHKEEPER_MODE'] === 'act' ? 'act' : 'watch',
    slackApiUrl: variables['SLACK_API_URL'] ?? 'https://slack.com/api',
    pagerDutyUrl: variables['PAGERDUTY_URL'] ?? 'https://events.pagerduty.com/v2/enqueue',
    logLevel: variables['WATCHKEEPER_LOG_LEVEL'] ?? 'info',
    ...(variables['WATCHKEEPER_ALARM_TOPIC_ARN'] && { alarmTopicArn: variables['WATCHKEEPER_ALARM_TOPIC_ARN'] }),
    ...schedulesIn(variables),
  };
  if (environment.region === '') missing.push('AWS_REGION');
  if (missing.length > 0) throw new Error(`the environment lacks ${missing.join(', ')}`);
  return environment;
}

function schedulesIn(variables: Variables): Pick<Environment, 'schedules'> {
  const group = variables['WATCHKEEPER_SCHEDULE_GROUP'] ?? '';
  const roleArn = variables['WATCHKEEPER_SCHEDULE_ROLE_ARN'] ?? '';
  return group === '' || roleArn === '' ? {} : { schedules: { group, roleArn } };
}

/** The account, as the address of the function's own queue names it: `https://…/123456789012/watchkeeper-health`. */
export function accountOf(queueUrl: string): string {
  return new URL(queueUrl).pathname.split('/')[1] ?? '';
}
