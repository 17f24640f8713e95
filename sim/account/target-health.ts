import type { Instant } from '../../lib/core/time.ts';
import { secondMs } from '../../lib/core/time.ts';
import type { Account } from './model.ts';
import type { Target, TargetGroup } from './surroundings.ts';

type Change = { readonly at: Instant; readonly state: 'healthy' | 'unhealthy' };

/** Plans the target's next change of health; `changed` is called at each. */
export function planTarget(account: Account, group: TargetGroup, target: Target, changed: () => void): void {
  account.agenda.cancel(target.next);
  target.next = undefined;
  const next = nextChange(group, target, account.agenda.now());
  if (next === undefined) return;
  target.next = account.agenda.at(next.at, `target of task ${target.task.id} is ${next.state}`, () => {
    setState(target, next.state);
    changed();
    planTarget(account, group, target, changed);
  });
}

/**
 * Checks come at each interval from the registration on; so many in a row that say the same change the state
 * (target-group-health-checks). Undefined: it stays as it is.
 */
function nextChange({ healthCheck }: TargetGroup, target: Target, now: Instant): Change | undefined {
  const everyMs = healthCheck.intervalS * secondMs;
  const done = Math.floor((now - target.registeredAt) / everyMs);
  const settledAt = target.registeredAt + lastTurnMs(target);
  const most = Math.max(healthCheck.healthyThreshold, healthCheck.unhealthyThreshold);
  let row = 0;
  let last: boolean | undefined;
  for (let at = target.registeredAt + (done + 1) * everyMs; ; at += everyMs) {
    const passed = passes(target, at);
    row = passed === last ? row + 1 : 1;
    last = passed;
    if (passed && target.state !== 'healthy' && row >= healthCheck.healthyThreshold) return { at, state: 'healthy' };
    if (!passed && target.state !== 'unhealthy' && row >= healthCheck.unhealthyThreshold) {
      return { at, state: 'unhealthy' };
    }
    if (at > settledAt && row >= most) return undefined;
  }
}

function lastTurnMs(target: Target): number {
  const { healthyAfterMs = 0, unhealthyAfterMs = 0 } = programOf(target) ?? {};
  return Math.max(healthyAfterMs, unhealthyAfterMs);
}

const programOf = ({ task, container }: Target): Task['containers'][number]['run']['program'] | undefined =>
  task.containers.find(({ name }) => name === container)?.run.program;

type Task = Target['task'];

/** Registration is taken for the start of the program, which is at most a second before. */
function passes(target: Target, at: Instant): boolean {
  const program = programOf(target);
  if (target.broken !== undefined || program?.healthyAfterMs === undefined) return false;
  const age = at - target.registeredAt;
  return age >= program.healthyAfterMs && age < (program.unhealthyAfterMs ?? Infinity);
}

/** Reasons and descriptions as in API_TargetHealth. */
function setState(target: Target, state: Change['state']): void {
  target.state = state;
  delete target.reason;
  delete target.description;
  if (state === 'healthy') return;
  const program = programOf(target);
  const ended = target.task.containers.some(({ name, run }) => name === target.container && run.stage === 'ended');
  const httpCode = target.broken === undefined ? program?.httpCode : target.broken.httpCode;
  if (ended) Object.assign(target, { reason: 'Target.FailedHealthChecks', description: 'Health checks failed' });
  else if (httpCode === undefined)
    Object.assign(target, { reason: 'Target.Timeout', description: 'Request timed out' });
  else {
    target.reason = 'Target.ResponseCodeMismatch';
    target.description = `Health checks failed with these codes: [${httpCode}]`;
  }
}
