import type { Account } from '../account/model.ts';
import { Refusal } from '../account/refusal.ts';
import type { Actor } from '../account/trail.ts';
import type { Random } from '../random.ts';
import type { WireCall, WireHandlers } from '../wire.ts';
import type { Api } from './api.ts';
import { autoScalingOperations } from './auto-scaling.ts';
import { ec2Operations } from './ec2.ts';
import { ecsOperations } from './ecs/operations.ts';
import { eventBusOperations } from './event-bus.ts';
import { disguisedThrottling, exceptionOf, throttled } from './exceptions.ts';
import { loadBalancerOperations } from './load-balancers.ts';
import { logOperations } from './log-events.ts';
import { metricOperations } from './metrics/operations.ts';
import type { Consistency } from './past.ts';
import { alwaysNow, sometimesBefore } from './past.ts';
import { registryOperations } from './registry.ts';
import { scalableTargetOperations, workQueueOperations } from './scaling.ts';
import { scheduleOperations } from './schedules/operations.ts';
import { codeDeploymentsOf } from './codedeploy.ts';
import type { CodeDeployment, Parameter, Published } from './small-services.ts';
import { codeDeployOperations, identityOperations, parameterOperations, topicOperations } from './small-services.ts';
import type { Bucket, BucketName } from './throttle.ts';
import { Throttle } from './throttle.ts';
import { trailOperations } from './trail.ts';

export type AwsApiOptions = {
  readonly random: Random;
  /** How old ECS's answers may be; absent: they are never old. */
  readonly consistency?: Consistency;
  /** Requests are refused when a bucket is empty: AWS's sizes, or smaller ones by name. Absent: never. */
  readonly throttle?: true | Readonly<Partial<Record<BucketName, Bucket>>>;
  /** No page is longer, whatever is asked for. */
  readonly mostPerPage?: number;
  /** The share of first answers of GetLogEvents that are empty though there is more. */
  readonly emptyLogAnswers?: number;
  /** What SSM keeps, by name. */
  readonly parameters?: ReadonlyMap<string, Parameter>;
  /** Where messages to SNS go. */
  readonly publish?: (published: Published) => void;
  /** SNS topics that exist; absent: all. */
  readonly topics?: ReadonlySet<string>;
  readonly codeDeployments?: ReadonlyMap<string, CodeDeployment>;
  /** Who is said to have made changes that come over the API. */
  readonly caller?: Actor;
};

/**
 * What AWS's APIs answer over an account, by operation, for `wire` and for the HTTP front. Errors are the SDK's exceptions.
 * S3 is not among them, and of SQS only the depth of queues that tasks work off: ours are the stack's.
 */
export function awsApi(account: Account, options: AwsApiOptions): WireHandlers {
  const { random, consistency, throttle, mostPerPage = Number.POSITIVE_INFINITY, emptyLogAnswers = 0 } = options;
  const past =
    consistency === undefined ? alwaysNow(account) : sometimesBefore(account, random.fork('past'), consistency);
  const api: Api = { account, past, mostPerPage };
  const logChance = random.fork('logs');
  const operations: WireHandlers = {
    ...ecsOperations(api, options.caller),
    ...ec2Operations(api),
    ...autoScalingOperations(api),
    ...loadBalancerOperations(api),
    ...logOperations(api, () => logChance.chance(emptyLogAnswers)),
    ...registryOperations(api),
    ...trailOperations(api),
    ...metricOperations(api),
    ...scheduleOperations(api),
    ...eventBusOperations(api),
    ...scalableTargetOperations(api),
    ...workQueueOperations(api),
    ...identityOperations(api),
    ...parameterOperations(api, options.parameters ?? new Map()),
    ...topicOperations(api, options.publish ?? (() => {}), options.topics),
    ...codeDeployOperations(() => options.codeDeployments ?? codeDeploymentsOf(account)),
  };
  const gate = throttle === undefined ? undefined : new Throttle(account.agenda.now, throttle);
  const disguise = random.fork('throttling');
  const admit = (name: string): void => {
    if (gate === undefined || gate.admits(name)) return;
    throw name === 'ECS.RunTask' && disguise.chance(0.5) ? disguisedThrottling() : throttled(name);
  };
  return Object.fromEntries(
    Object.entries(operations).map(([name, handler]) => [name, guarded(account, name, handler, admit)]),
  );
}

type Handler = WireHandlers[string];

function guarded({ switches }: Account, name: string, handler: Handler, admit: (name: string) => void): Handler {
  return (input: never, call: WireCall) => {
    admit(name);
    try {
      return handler(input, call);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw exceptionOf(name, switches.refusalsHaveOtherWords ? reworded(error) : error);
    }
  };
}

/** The same refusal in words nobody knows. */
function reworded({ code, members }: Refusal): Refusal {
  return new Refusal(code, 'The request was refused.', members);
}
