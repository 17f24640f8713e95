import type { Instant } from '../../lib/core/time.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { BusEvent } from '../cloud/bus.ts';

/**
 * What a person who saw every event that was delivered would say must be told. Written from the shapes of the events
 * alone: it shares no code with the product.
 */
export type Truth = {
  /** Hears of everything that happens, whether or not its event is ever delivered. */
  readonly happened: (event: BusEvent, at: Instant) => void;
  /** Hears an event when a queue has it. */
  readonly delivered: (event: BusEvent, at: Instant) => void;
  /** How many different events there were that say something of a subject: its stopped tasks, its service's own. */
  readonly heardOf: (subject: string) => number;
  /** When the last of its tasks ended that nobody had asked to. */
  readonly lastLossOf: (subject: string) => Instant | undefined;
  /** Subjects that must have been told of by now, with since when and why. */
  readonly mustBeTold: () => readonly MustBeTold[];
};

type MustBeTold = { readonly subject: string; readonly since: Instant; readonly why: string };

/** So many failures of one subject within ten minutes are no accident. */
const crashesTold = 3;
const withinMs = 10 * minuteMs;

export function newTruth(): Truth {
  const told = new Map<string, MustBeTold>();
  const crashes = new Map<string, Map<string, Instant>>();
  const note = (subject: string, since: Instant, why: string): void => {
    if (!told.has(subject)) told.set(subject, { subject, since, why });
  };
  const heard = new Map<string, Set<string>>();
  const losses = new Map<string, Instant>();
  const hear = (subject: string, what: string): void => {
    heard.set(subject, (heard.get(subject) ?? new Set()).add(what));
  };
  return {
    heardOf: (subject) => heard.get(subject)?.size ?? 0,
    lastLossOf: (subject) => losses.get(subject),
    mustBeTold: () => [...told.values()],
    happened: (event, at) => {
      const stop = stopOf(event);
      if (stop !== undefined && isLoss(stop)) losses.set(subjectOf(stop.group), at);
      if (stop !== undefined) hear(subjectOf(stop.group), stop.task);
      else if (event.resources[0]?.includes(':service/') === true) hear(nameIn(event.resources[0]), event.id);
      else hear(textOf(event.detail['ec2InstanceId']), event.id);
    },
    delivered: (event, at) => {
      const failure = deploymentFailure(event) ?? jobFailure(event) ?? startFailure(event);
      if (failure !== undefined) note(failure.subject, at, failure.why);
      const crash = crashOf(event);
      if (crash === undefined) return;
      const seen = crashes.get(crash.subject) ?? new Map<string, Instant>();
      crashes.set(crash.subject, seen.set(crash.task, Date.parse(event.time)));
      const times = [...seen.values()].toSorted((a, b) => a - b);
      const close = times.some((time, index) => (times[index + crashesTold - 1] ?? Infinity) - time <= withinMs);
      if (close) note(crash.subject, at, `${crashesTold} tasks failed within ten minutes`);
    },
  };
}

type Failure = { readonly subject: string; readonly why: string };

function deploymentFailure({ detail, resources }: BusEvent): Failure | undefined {
  if (detail['eventName'] !== 'SERVICE_DEPLOYMENT_FAILED') return undefined;
  return { subject: nameIn(resources[0] ?? ''), why: 'its deployment failed' };
}

/** A standalone task nobody restarts: its failure is told at once. */
function jobFailure(event: BusEvent): Failure | undefined {
  const stop = stopOf(event);
  if (stop === undefined || !stop.group.startsWith('family:') || !failed(stop)) return undefined;
  return { subject: stop.group.slice('family:'.length), why: 'a standalone task failed' };
}

/** An image or a secret that is missing does not heal by itself. */
function startFailure(event: BusEvent): Failure | undefined {
  const stop = stopOf(event);
  if (stop?.code !== 'TaskFailedToStart' || !/CannotPull|ResourceInitialization/.test(stop.reason)) return undefined;
  return { subject: subjectOf(stop.group), why: 'a task could not be started' };
}

function crashOf(event: BusEvent): { readonly subject: string; readonly task: string } | undefined {
  const stop = stopOf(event);
  return stop === undefined || !failed(stop) ? undefined : { subject: subjectOf(stop.group), task: stop.task };
}

type Stop = {
  readonly task: string;
  readonly group: string;
  readonly code: string;
  readonly reason: string;
  readonly exitCodes: readonly (number | undefined)[];
};

function stopOf(event: BusEvent): Stop | undefined {
  const { detail } = event;
  if (event['detail-type'] !== 'ECS Task State Change' || detail['desiredStatus'] !== 'STOPPED') return undefined;
  // Tasks of runs are the runs' business: one may be tried again.
  if (textOf(detail['startedBy']).startsWith('watchkeeper/')) return undefined;
  const containers = detail['containers'] as readonly { readonly exitCode?: number }[];
  return {
    task: String(detail['taskArn']),
    group: String(detail['group']),
    code: textOf(detail['stopCode']),
    reason: textOf(detail['stoppedReason']),
    exitCodes: containers.map(({ exitCode }) => exitCode),
  };
}

function nameIn(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** It failed, or what it ran on was taken from it. */
function isLoss(stop: Stop): boolean {
  const asked = stop.code === 'ServiceSchedulerInitiated' || stop.code === 'UserInitiated';
  return failed(stop) || (stop.group.startsWith('service:') && !asked);
}

/** Its own end with an exit code that nobody asked for. */
function failed({ code, exitCodes }: Stop): boolean {
  const own = exitCodes.some((exitCode) => exitCode !== undefined && exitCode !== 0 && exitCode !== 143);
  return code === 'TaskFailedToStart' || (code === 'EssentialContainerExited' && own);
}

function subjectOf(group: string): string {
  return group.slice(group.indexOf(':') + 1);
}
