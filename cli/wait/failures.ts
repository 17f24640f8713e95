import { causeWords } from '../../lib/alert/compose/cause.ts';
import type { Clock } from '../../lib/alert/compose/clock.ts';
import { phrase, plainOf } from '../../lib/alert/compose/phrase.ts';
import type { EcsTask } from '../../lib/core/ecs-reads.ts';
import type { TaskChanged } from '../../lib/core/event.ts';
import { present } from '../../lib/core/present.ts';
import { redact } from '../../lib/core/redaction.ts';
import type { Instant } from '../../lib/core/time.ts';
import { taskId } from '../../lib/ecs/arn.ts';
import { diagnose } from '../../lib/ecs/stops/diagnosis.ts';
import { failuresIn } from '../../lib/health/stopped.ts';
import type { Seen } from './seen.ts';

export type Place = {
  readonly region: string;
  readonly account: string;
  readonly cluster: string;
  readonly clock: Clock;
};

/** Tasks that failed, and were not told of yet, by cause; what to do about it, once. */
export function failureLines(before: Seen | undefined, now: Seen, place: Place): readonly string[] {
  const known = new Set((before?.stopped?.tasks ?? []).map(({ arn }) => arn));
  const failed = failedIn(now, place);
  const told = new Set(failed.filter(({ taskArn }) => known.has(taskArn)).map(causeKey));
  const fresh = failed.filter(({ taskArn }) => !known.has(taskArn));
  return [...Map.groupBy(fresh, causeKey)].flatMap(([key, [task, ...others]]) =>
    task === undefined ? [] : failureText(task, { others: others.length, isNew: !told.has(key) }, place),
  );
}

function failedIn(seen: Seen, place: Place): readonly TaskChanged[] {
  const since = startOf(seen);
  const value = (seen.stopped?.tasks ?? []).filter((task) => isAfter(task, since));
  return failuresIn({ ok: true, value, at: seen.at }, place, seen.at);
}

function causeKey(task: TaskChanged): string {
  const found = diagnose(task);
  return found === undefined ? '' : JSON.stringify([found.cause, found.culprit, found.exitCode, found.text]);
}

type Times = { readonly others: number; readonly isNew: boolean };

function failureText(
  task: TaskChanged,
  { others, isNew }: Times,
  { account, region, clock }: Place,
): readonly string[] {
  const found = diagnose(task);
  if (found === undefined) return [];
  const { cause: id, culprit, exitCode, text, fills, severity, certainty } = found;
  const once = { id, severity, certainty, count: 1, firstAt: task.at, lastAt: task.at, fills };
  const cause = { ...once, ...present({ container: culprit, exitCode, text }) };
  const subject = { account, region, cluster: '-', kind: 'service', name: '-' } as const;
  const words = causeWords(cause, { alert: { subject, pointers: {} } }, clock);
  const title = plainOf(phrase(words.title, 'en', words.fills));
  const times = others === 0 ? `task ${taskId(task.taskArn).slice(0, 8)}` : `${others + 1} tasks`;
  const quoted = text === undefined || !isNew ? '' : ` — ${redact(text)}`;
  const remedy = plainOf(phrase(words.remedy, 'en', words.fills));
  return [`${times} failed: ${title}${quoted}`, ...(isNew ? [`  ${remedy}`] : [])];
}

/** When the deployment began. */
export function startOf({ record, service }: Seen): Instant {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  return (record?.ok === true ? record.value.createdAt : primary?.createdAt) ?? 0;
}

function isAfter({ createdAt, stoppedAt }: EcsTask, since: Instant): boolean {
  return (createdAt ?? stoppedAt ?? 0) >= since;
}
