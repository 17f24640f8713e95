import type { RunStepView } from '../../../console/jobs.ts';
import type { PastTry, RunState, StopWish } from '../../../lib/batch/state.ts';
import type { Instant } from '../../../lib/core/time.ts';
import { lastPart } from '../../../lib/core/last-part.ts';
import { durationOf } from '../../../lib/alert/compose/clock.ts';
import { capacityOf, endWords, titleOf } from './run-words.ts';

/** What has happened between two writes of a run's record, oldest first. */
export function stepsBetween(before: RunState | undefined, after: RunState, now: Instant): readonly RunStepView[] {
  const known = before?.round === after.round ? before : undefined;
  const steps = [
    ...begun(known, after),
    ...waits(known, after),
    ...tried(before, after),
    ...launched(known, after),
    ...placed(known, after),
    ...ran(known, after),
    ...parts(known, after, now),
    ...stopping(known, after),
    ...ended(known, after),
  ];
  return steps.toSorted((a, b) => a.at - b.at);
}

const starters: Readonly<Record<RunState['starter'], (by: string) => string>> = {
  schedule: () => 'by its schedule',
  person: (by) => `for ${by}`,
  job: (by) => `after ${by}`,
  'catch-up': () => 'to make up for a missed slot',
  resume: () => 'to make up for a slot of its suspension',
};

function begun(known: RunState | undefined, { begunAt, slot, starter, by = 'somebody' }: RunState): RunStepView[] {
  if (known !== undefined) return [];
  const afterMs = begunAt - slot;
  const late = starter === 'schedule' && afterMs > 0 ? `, ${durationOf(afterMs, 'en')} after its time` : '';
  return [{ at: begunAt, tone: 'plain', text: `claimed ${starters[starter](by)}${late}` }];
}

function waits(known: RunState | undefined, { lease, pinned, begunAt }: RunState): RunStepView[] {
  const isNew = (known?.lease?.by.length ?? 0) === 0 && lease !== undefined && lease.by.length > 0;
  if (!isNew || pinned.concurrency.policy === 'forbid') return [];
  const others = lease.by.length === 1 ? 'another run' : `${lease.by.length} other runs`;
  return [{ at: begunAt, tone: 'wait', text: `waits for ${others} of ${lease.key}` }];
}

function launched(known: RunState | undefined, { launch, plan }: RunState): RunStepView[] {
  if (launch === undefined || launch.tryNumber === known?.launch?.tryNumber) return [];
  const one = launch.subnets === undefined ? '' : ', in one subnet';
  return [
    {
      at: launch.intendedAt,
      tone: 'plain',
      text: `launch ${launch.tryNumber} on ${capacityOf(plan?.choices[launch.choice])}${one}`,
    },
  ];
}

function placed(known: RunState | undefined, { task }: RunState): RunStepView[] {
  if (task === undefined || task.arn === known?.task?.arn) return [];
  return [{ at: task.placedAt, tone: 'plain', text: `placed as task ${shortId(task.arn)}` }];
}

function ran(known: RunState | undefined, { task }: RunState): RunStepView[] {
  const seen = known?.task?.arn === task?.arn ? known?.task?.startedAt : undefined;
  if (task?.startedAt === undefined || seen !== undefined) return [];
  const where = task.availabilityZone === undefined ? '' : ` in ${task.availabilityZone}`;
  return [{ at: task.startedAt, tone: 'good', text: `running${where}` }];
}

/** Of a run of many: which of its tasks begin, and which have failed. */
function parts(known: RunState | undefined, { array, pinned }: RunState, at: Instant): RunStepView[] {
  if (array === undefined) return [];
  const from = known?.array?.next ?? 0;
  const failed = array.failures.slice(known?.array?.failures.length ?? 0);
  const { size = 0 } = pinned.task.array ?? {};
  const until = array.next - 1;
  const which = from === until ? `task ${from}` : `tasks ${from} to ${until}`;
  return [
    ...(array.next > from ? [{ at, tone: 'plain' as const, text: `${which} of ${size} begin` }] : []),
    ...failed.map(({ index, how, exitCode }) => {
      const exit = exitCode === undefined ? '' : `, exit code ${exitCode}`;
      return { at, tone: 'bad' as const, text: `task ${index}: ${endWords[how]}${exit}` };
    }),
  ];
}

const stops: Readonly<Record<StopWish['why'], (by: string) => string>> = {
  start: () => 'not running in time: it is stopped',
  run: () => 'longer than its job allows: it is stopped',
  total: () => 'all tries together are too long: it is stopped',
  person: (by) => `${by} stops it`,
  replaced: (by) => `it makes room for ${by}`,
};

function stopping(known: RunState | undefined, { stop }: RunState): RunStepView[] {
  if (stop === undefined || known?.stop !== undefined) return [];
  return [{ at: stop.at, tone: 'wait', text: stops[stop.why](stop.by ?? 'somebody') }];
}

/** Tries that came to nothing, with what is done then. */
function tried(before: RunState | undefined, after: RunState): RunStepView[] {
  const last = before?.past.at(-1)?.tryNumber ?? 0;
  const fresh = after.past.filter(({ tryNumber }) => tryNumber > last);
  return fresh.map((each) => {
    const { waitUntil } = after;
    const isLast = each === after.past.at(-1);
    const next =
      isLast && waitUntil !== undefined && after.ended === undefined
        ? `, again in ${durationOf(waitUntil - each.at, 'en')}`
        : '';
    const details = before?.launch?.tryNumber === each.tryNumber ? before.launch.refusal?.cause.text : undefined;
    return {
      at: each.at,
      tone: 'bad',
      text: `try ${each.tryNumber}: ${titleOf(causeOf(each, after), after)}${next}`,
      ...(details !== undefined && { details }),
    };
  });
}

function causeOf({ cause, at, exitCode }: PastTry, { plan, ended: end }: RunState) {
  if (end?.cause?.id === cause) return end.cause;
  return {
    id: cause,
    severity: 'error' as const,
    certainty: 'certain' as const,
    count: 1,
    firstAt: at,
    lastAt: at,
    ...(exitCode !== undefined && { exitCode }),
    ...(plan !== undefined && { container: plan.container }),
  };
}

function ended(known: RunState | undefined, { ended: end }: RunState): RunStepView[] {
  if (end === undefined || known?.ended !== undefined) return [];
  const tone = end.how === 'succeeded' ? 'good' : isWanted(end.how) ? 'plain' : 'bad';
  return [{ at: end.at, tone, text: endWords[end.how] }];
}

function isWanted(how: NonNullable<RunState['ended']>['how']): boolean {
  return how === 'cancelled' || how === 'replaced' || how === 'suppressed' || how === 'observed';
}

function shortId(arn: string): string {
  return lastPart(arn).slice(0, 8);
}

const alerts = { sent: 'alert sent', updated: 'alert updated', over: 'told: the job has recovered' } as const;

/** What was told of the job, of this run. */
export function toldStep(at: Instant, how: keyof typeof alerts): RunStepView {
  return { at, tone: how === 'over' ? 'good' : 'bad', text: alerts[how] };
}
