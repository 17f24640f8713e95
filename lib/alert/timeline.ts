import type { Alert, Cause, DeploymentChapter, ImpactLevel } from '../core/alert.ts';
import { present } from '../core/present.ts';
import type { Severity } from '../core/severity.ts';
import type { Instant } from '../core/time.ts';

/**
 * What changed in kind at one moment of an incident: kept while it lasts, for whoever writes about it afterwards.
 * `causes`: those that were new then, by `nameOfCause`.
 */
export type TimelineStep = {
  readonly at: Instant;
  readonly status: Alert['status'];
  readonly level: ImpactLevel;
  readonly severity: Severity;
  readonly healthy?: number;
  readonly desired?: number;
  readonly causes: readonly string[];
  readonly deployment?: Pick<DeploymentChapter, 'id' | 'state' | 'startedAt' | 'taskDefinitionArn'>;
  readonly intervened?: NonNullable<Alert['intervened']>['is'];
};

/** Steps kept of one incident. Past that, impact that only went to and fro goes first, the oldest of it. */
const mostSteps = 60;

function nameOfCause({ id, container, exitCode }: Pick<Cause, 'id' | 'container' | 'exitCode'>): string {
  return [id, container, exitCode].filter((part) => part !== undefined).join('/');
}

/** The steps with the one that leads from one level to the next, if it is one in kind. */
export function withStep(
  steps: readonly TimelineStep[],
  before: Alert | undefined,
  after: Alert,
): readonly TimelineStep[] {
  const known = new Set(before?.causes.map(nameOfCause));
  const causes = [...new Set(after.causes.map(nameOfCause).filter((name) => !known.has(name)))];
  if (before !== undefined && causes.length === 0 && kindOf(before) === kindOf(after)) return steps;
  const all = [...steps, stepOf(before, after, causes)];
  if (all.length <= mostSteps) return all;
  const left = all.findIndex((step, at) => at > 0 && isImpactOnly(step));
  return all.toSpliced(left < 0 ? 1 : left, 1);
}

/** Nothing but the impact has changed. */
function isImpactOnly({ status, causes, deployment, intervened }: TimelineStep): boolean {
  return status === 'firing' && causes.length === 0 && deployment === undefined && intervened === undefined;
}

/** What makes a level another one in kind, besides its causes. */
function kindOf({ status, impact, deployment, intervened }: Alert): string {
  return [status, impact.level, deployment?.id, deployment?.state, intervened?.is].join();
}

function stepOf(before: Alert | undefined, after: Alert, causes: readonly string[]): TimelineStep {
  const { status, severity, impact, deployment, intervened } = after;
  const isMoved = before?.deployment?.id !== deployment?.id || before?.deployment?.state !== deployment?.state;
  const isDone = intervened !== undefined && intervened.is !== before?.intervened?.is;
  return {
    at: before === undefined ? after.startedAt : timeOf(after),
    status,
    level: impact.level,
    severity,
    causes,
    ...present({ healthy: impact.healthy, desired: impact.desired }),
    ...(deployment !== undefined && isMoved && { deployment: stageOf(deployment) }),
    ...(isDone && { intervened: intervened.is }),
  };
}

function stageOf({
  id,
  state,
  startedAt,
  taskDefinitionArn,
}: DeploymentChapter): NonNullable<TimelineStep['deployment']> {
  return { id, state, ...present({ startedAt, taskDefinitionArn }) };
}

const timeOf = ({ status, at, endedAt }: Alert): Instant => (status === 'firing' ? at : (endedAt ?? at));
