import type { EcsService, EcsTask, ServiceDeployment } from '../../lib/core/ecs-reads.ts';
import type { CodeDeployDeployment, TargetReading } from '../../lib/core/evidence-reads.ts';
import type { Read } from '../../lib/core/ports.ts';
import type { Instant } from '../../lib/core/time.ts';
import type { DeploymentStory } from '../../lib/health/state.ts';

/**
 * What is waited for. `record`: a service deployment, which ECS keeps for 90 days. `deployment`: one of DescribeServices
 * (`ecs-svc/…`), where no record may be read. `set`: a task set of an external controller. `codedeploy`: `d-…`.
 * `steady`: nothing is being deployed. `isSure`: it was named, or has been seen going on; one that had ended before may
 * not be the one that is meant.
 */
export type Aim =
  | { readonly kind: 'record'; readonly arn: string; readonly isSure: boolean }
  | { readonly kind: 'deployment' | 'set' | 'codedeploy'; readonly id: string; readonly isSure: boolean }
  | { readonly kind: 'steady' };

/** One look. A part that is absent was not asked for; one that could not be read says why. */
export type Seen = {
  readonly at: Instant;
  readonly aim: Aim;
  readonly service: EcsService;
  /** What health makes of its deployments, look after look. */
  readonly story?: DeploymentStory;
  readonly record?: Read<ServiceDeployment>;
  readonly codeDeploy?: Read<CodeDeployDeployment>;
  readonly targets?: Read<TargetReading>;
  /** All stopped tasks seen so far, and when they were last asked for. */
  readonly stopped?: { readonly tasks: readonly EcsTask[]; readonly askedAt: Instant };
};

/** How it stands. `next`: what it waits for. All but `going` and `failing` are the end. */
export type Verdict =
  | { readonly is: 'going' | 'failing'; readonly next: string }
  | { readonly is: EndedVerdict; readonly why: string };

export type EndedVerdict =
  | 'completed'
  | 'failed'
  | 'rolled-back'
  | 'rollback-failed'
  | 'stopped'
  | 'superseded'
  | 'gone';

/** `going` and `failing` are looked at again. */
export function hasEnded(verdict: Verdict): verdict is Extract<Verdict, { readonly why: string }> {
  return 'why' in verdict;
}
