import { oneLine } from '../../lib/channels/untrusted.ts';
import type { EcsService } from '../../lib/core/ecs-reads.ts';
import { redact } from '../../lib/core/redaction.ts';
import { taskId } from '../../lib/ecs/arn.ts';
import { commands } from '../../lib/ecs/commands.ts';
import { unreadReasons } from '../aws-refusal.ts';
import { durationWords, moment } from '../time.ts';
import type { Place } from './failures.ts';
import { failureLines, startOf } from './failures.ts';
import { failuresOf } from './look.ts';
import type { Seen } from './seen.ts';
import { isAwaited, oldRunning, revisionName } from './verdict.ts';

/** One line of the story. `kind` is for programs. */
export type StoryLine = { readonly kind: StoryKind; readonly text: string };

type StoryKind =
  | 'deployment'
  | 'progress'
  | 'failure'
  | 'breaker'
  | 'stage'
  | 'hook'
  | 'targets'
  | 'event'
  | 'rollback';

function line(kind: StoryKind, text: string | undefined): readonly StoryLine[] {
  return text === undefined ? [] : [{ kind, text: oneLine(text) }];
}

/** What has happened between two looks, in the order in which one asks. */
export function storyOf(before: Seen | undefined, now: Seen, place: Place): readonly StoryLine[] {
  return [
    ...line('deployment', before === undefined || aimKey(before) !== aimKey(now) ? beginning(now, place) : undefined),
    ...line('stage', changed(before, now, stageText)),
    ...line('progress', changed(before, now, progressText)),
    ...failureLines(before, now, place).flatMap((text) => line('failure', text)),
    ...line('breaker', changed(before, now, breakerText)),
    ...line('targets', changed(before, now, targetsText)),
    ...hookLines(before, now, place).flatMap((text) => line('hook', text)),
    ...line('rollback', changed(before, now, rollbackText)),
    ...eventLines(before, now).flatMap((text) => line('event', text)),
  ];
}

function aimKey({ aim }: Seen): string {
  return 'arn' in aim ? aim.arn : 'id' in aim ? aim.id : aim.kind;
}

/** What a text says now, where it said something else before. */
function changed(before: Seen | undefined, now: Seen, text: (seen: Seen) => string | undefined): string | undefined {
  const said = text(now);
  return before !== undefined && text(before) === said ? undefined : said;
}

function beginning({ aim, service, record, at }: Seen, { clock }: Place): string {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const other = service.deployments.find((each) => each.taskDefinitionArn !== primary?.taskDefinitionArn);
  const revisions =
    other === undefined
      ? revisionName(primary?.taskDefinitionArn ?? service.taskDefinitionArn)
      : `${revisionName(other.taskDefinitionArn)} → ${revisionName(primary?.taskDefinitionArn)}`;
  const startedAt = record?.ok === true ? (record.value.startedAt ?? record.value.createdAt) : primary?.createdAt;
  const since =
    startedAt === undefined
      ? ''
      : `, since ${moment(startedAt, clock)} (${durationWords(Math.max(0, at - startedAt))})`;
  const how = `${service.policy.strategy ?? 'rolling'} · ${service.deploymentController ?? 'ECS'}`.toLowerCase();
  if (aim.kind === 'steady') return `nothing is being deployed: ${revisions}`;
  const id = taskId('arn' in aim ? aim.arn : aim.id);
  return `deployment ${id}: ${revisions}${since} · ${how} · ${guardText(service)}`;
}

function guardText({ policy: { circuitBreaker, alarms } }: EcsService): string {
  const breaker =
    circuitBreaker?.enabled === true
      ? `circuit breaker ${circuitBreaker.rollback ? 'with' : 'without'} roll-back`
      : 'no circuit breaker: ECS would retry for ever';
  return alarms?.enabled === true ? `${breaker}, alarms ${alarms.names.join(', ')}` : breaker;
}

function stageText({ record }: Seen): string | undefined {
  return record?.ok === true && record.value.stage !== undefined ? `stage ${record.value.stage}` : undefined;
}

function progressText({ service, aim, targets }: Seen): string {
  const set = aim.kind === 'set' ? service.taskSets.find(({ id }) => id === aim.id) : undefined;
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const own = set ?? primary ?? service;
  const old = set === undefined ? oldRunning(service) : service.running - set.running;
  return [
    `${own.running}/${own.desired} running`,
    ...(own.pending > 0 ? [`${own.pending} pending`] : []),
    ...(targets?.ok === true ? [`${targets.value.healthy} healthy targets`] : []),
    ...(old > 0 ? [`${old} old`] : []),
  ].join(', ');
}

function breakerText({ record, service }: Seen): string | undefined {
  const breaker = record?.ok === true ? record.value.breaker : undefined;
  const failed = failuresOf(service, record);
  if (failed === 0) return undefined;
  if (breaker?.threshold === undefined || breaker.status === 'DISABLED') return `failed tasks: ${failed}`;
  return `circuit breaker ${breaker.failures}/${breaker.threshold}${breaker.status === 'TRIGGERED' ? ', tripped' : ''}`;
}

/** Targets that are being asked for the first time (API_TargetHealth, Reason). */
const starting: ReadonlySet<string> = new Set(['Elb.RegistrationInProgress', 'Elb.InitialHealthChecking']);

function targetsText({ targets }: Seen): string | undefined {
  if (targets?.ok !== true)
    return targets === undefined ? undefined : `targets could not be read (${unreadReasons[targets.reason]})`;
  const reasons = targets.value.reasons.filter(({ code }) => !starting.has(code));
  if (reasons.length === 0) return undefined;
  return `unhealthy targets: ${reasons.map(({ code, count, description }) => `${count} × ${code}${description === undefined ? '' : ` (${description})`}`).join(', ')}`;
}

function rollbackText({ record }: Seen): string | undefined {
  if (record?.ok !== true) return undefined;
  const { rollback, statusReason, status } = record.value;
  if (rollback !== undefined) return `rolling back: ${rollback.reason ?? 'ECS does not say why'}`;
  return status === 'STOP_REQUESTED' || status === 'ROLLBACK_REQUESTED' ? (statusReason ?? status) : undefined;
}

/** What a person must answer, until when, what happens then, and both commands. */
function hookLines(before: Seen | undefined, now: Seen, { region, cluster, clock }: Place): readonly string[] {
  if (now.record?.ok !== true) return [];
  const { arn, hooks } = now.record.value;
  const asked = before?.record?.ok === true ? before.record.value.hooks : [];
  return hooks
    .filter((hook) => isAwaited(hook.status) && !asked.some((each) => each.id === hook.id && isAwaited(each.status)))
    .flatMap(({ id, expiresAt, timeoutAction }) => {
      const end =
        expiresAt === undefined
          ? 'when its time is over'
          : `at ${moment(expiresAt, clock)} (in ${durationWords(Math.max(0, expiresAt - now.at))})`;
      const hook = { id, serviceDeploymentArn: arn };
      return [
        `the hook ${id} waits for an answer; ${end} ECS takes ${timeoutAction ?? 'ROLLBACK'}`,
        `  go on: ${commands.answerHook({ region, cluster }, hook, 'CONTINUE')}`,
        `  back:  ${commands.answerHook({ region, cluster }, hook, 'ROLLBACK')}`,
      ];
    });
}

/** What ECS says of tasks that find no place, or that it may not stop or start (service-event-messages-list). */
const telling =
  /unable to (?:place|consistently start|assume)|because minimumHealthyPercent|tasks? protection|throttl|exceed/iu;

function eventLines(before: Seen | undefined, { service, ...now }: Seen): readonly string[] {
  const since = before === undefined ? startOf({ service, ...now }) : before.at - 5000;
  const known = new Set((before?.service.events ?? []).map(({ at, message }) => `${at} ${message}`));
  const fresh = service.events.filter(
    ({ at, message }) => at >= since && telling.test(message) && !known.has(`${at} ${message}`),
  );
  return [...new Set(fresh.map(({ message }) => redact(message)))].slice(0, 3);
}

/** Whether ECS has said that a task found no place: then the engine is asked why. */
export function saysNoPlace(lines: readonly StoryLine[]): boolean {
  return lines.some(({ kind, text }) => kind === 'event' && /unable to place/iu.test(text));
}
