import type { Transition } from '../account/autoscaling/group.ts';
import type { PauseHook } from '../account/service.ts';
import type { CodeDeploySettings } from '../account/task-sets/codedeploy.ts';
import type { BatchPlan } from './batch/plan.ts';
import type { ProgramName } from './programs.ts';

/** A team's account, in a few words: what stands there when a scenario begins. */
export type Plan = {
  readonly clusters: readonly string[];
  readonly hosts: readonly HostPlan[];
  readonly services: readonly ServicePlan[];
  readonly jobs: readonly JobPlan[];
  /** Absent: draining is as it comes: observed, in a stack that only watches. */
  readonly drain?: DrainPlan;
  /** Services that crash-loop are stopped; absent: Watchkeeper observes. */
  readonly loops?: 'act';
  /** Absent: Watchkeeper launches nothing. */
  readonly batch?: BatchPlan;
};

export type HostPlan = {
  readonly cluster: string;
  readonly instanceType: 'm5.large' | 'c5.xlarge';
  readonly count: number;
  /** They come from an Auto Scaling group. Absent: registered once, and replaced by hand. */
  readonly group?: GroupPlan;
};

export type GroupPlan = {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly spot: boolean;
  /** Capacity Rebalancing. */
  readonly rebalances: boolean;
  /** The agent's ECS_ENABLE_SPOT_INSTANCE_DRAINING. */
  readonly drainsAtWarning: boolean;
  /** Absent: ECS knows nothing of the group. */
  readonly provider?: {
    readonly managedScaling: boolean;
    readonly managedDraining: boolean;
    readonly managedTerminationProtection: boolean;
  };
  readonly hook?: HookPlan;
  /** Hooks that Watchkeeper is to complete. */
  readonly ownHooks?: readonly OwnHookPlan[];
  /** A scale-in returns instances to the warm pool. */
  readonly reuses?: boolean;
  /** What was abandoned stays. */
  readonly retains?: boolean;
};

/** A hook of terminations that is opted in by its name, or by its metadata. */
export type OwnHookPlan = {
  readonly name: string;
  readonly heartbeatTimeoutS: number;
  readonly defaultResult: 'CONTINUE' | 'ABANDON';
  readonly metadata?: string;
};

/** What the configuration says of draining: by group, capacity provider or cluster. */
export type DrainPlan = {
  /** The stack's parameter `Mode`. */
  readonly stack: 'watch' | 'act';
  readonly policies: Readonly<Record<string, DrainSetting>>;
};

export type DrainSetting = {
  readonly mode: 'none' | 'observe' | 'act';
  readonly deadlineMinutes: number;
  readonly standalone: 'wait' | 'stop';
  readonly stopAfterMinutes: number;
  readonly rebalance: 'observe' | 'act';
  readonly maintenanceLeadMinutes: number;
  readonly agentPatienceMinutes: number;
  /** As it is written: `2`, `25%`. */
  readonly budget?: string;
  readonly perZone?: number;
  readonly managedCapMinutes?: number;
};

/** A lifecycle hook of the team's own. */
export type HookPlan = {
  readonly transition: Transition;
  readonly heartbeatTimeoutS: number;
  /** When the team's function completes it; absent: never, and it times out. */
  readonly answeredAfterS?: number;
};

export type ServicePlan = {
  readonly cluster: string;
  readonly name: string;
  /** Two capacity providers of Fargate's, or instances of the cluster. */
  readonly runsOn: 'FARGATE' | 'FARGATE_SPOT' | 'EC2';
  readonly kind: 'web' | 'worker' | 'daemon';
  readonly program: ProgramName;
  readonly desired: number;
  readonly cpu: number;
  readonly memoryMiB: number;
  /** On EC2: by the capacity providers of its cluster's groups, and not by launch type. */
  readonly byStrategy?: boolean;
  /** Its tasks protect themselves for so long when they have begun to run (UpdateTaskProtection). */
  readonly protectsMinutes?: number;
  /** On EC2: a port of the host that can be taken once. Absent: any free one. */
  readonly hostPort?: number;
  /** How long a target of it is taken out for; 15 s when absent. */
  readonly deregistrationDelayS?: number;
  /** How long its containers may take to stop; 30 s when absent. */
  readonly stopTimeoutS?: number;
  readonly circuitBreaker: 'none' | 'stop' | 'rollback';
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly team?: string;
  /** Deployed blue/green, by ECS itself; absent: rolling. */
  readonly blueGreen?: { readonly bakeMinutes: number; readonly pauseHooks: readonly PauseHook[] };
  /** Deployed by CodeDeploy, so set up, or by a controller that brings task sets; absent: by ECS. */
  readonly deployedBy?: CodeDeploySettings | 'external';
  /** Alarms that fail its deployments, and roll them back. */
  readonly alarms?: readonly string[];
};

/** A standalone task somebody starts again and again. */
export type JobPlan = {
  readonly cluster: string;
  readonly family: string;
  readonly everyMinutes: number;
  readonly program: ProgramName;
  /** On the hosts of its cluster's groups, by their capacity providers; absent: on Fargate. */
  readonly byStrategy?: boolean;
};

/** The account the page shows: a web shop with workers, an agent on each host, and jobs. */
export const shopPlan: Plan = {
  clusters: ['web', 'batch'],
  hosts: [
    {
      cluster: 'web',
      instanceType: 'm5.large',
      count: 3,
      group: {
        name: 'web-hosts',
        least: 3,
        most: 6,
        spot: false,
        rebalances: false,
        drainsAtWarning: false,
        provider: { managedScaling: true, managedDraining: true, managedTerminationProtection: false },
      },
    },
    {
      cluster: 'batch',
      instanceType: 'c5.xlarge',
      count: 2,
      group: {
        name: 'batch-spot',
        least: 1,
        most: 4,
        spot: true,
        rebalances: false,
        drainsAtWarning: true,
      },
    },
  ],
  services: [
    web('orders-api', { team: 'checkout', desired: 4 }),
    web('payments-api', { team: 'checkout', desired: 6 }),
    web('shop-front', { team: 'catalog', desired: 3, runsOn: 'FARGATE_SPOT' }),
    web('admin-web', { team: 'platform', desired: 2, runsOn: 'EC2', hostPort: 80, circuitBreaker: 'none' }),
    web('mail-worker', {
      team: 'platform',
      desired: 2,
      runsOn: 'EC2',
      kind: 'worker',
      program: 'worker',
      byStrategy: true,
      cpu: 512,
    }),
    web('log-agent', { desired: 3, runsOn: 'EC2', kind: 'daemon', program: 'worker', cpu: 128, memoryMiB: 128 }),
    web('report-worker', {
      team: 'catalog',
      cluster: 'batch',
      desired: 2,
      runsOn: 'EC2',
      kind: 'worker',
      program: 'worker',
    }),
  ],
  jobs: [
    { cluster: 'batch', family: 'billing-close', everyMinutes: 15, program: 'job' },
    { cluster: 'batch', family: 'reindex', everyMinutes: 40, program: 'job' },
  ],
};

function web(name: string, changes: Partial<ServicePlan>): ServicePlan {
  return {
    cluster: 'web',
    name,
    runsOn: 'FARGATE',
    kind: 'web',
    program: 'web',
    desired: 2,
    cpu: 256,
    memoryMiB: 512,
    circuitBreaker: 'rollback',
    minimumHealthyPercent: changes.kind === 'daemon' ? 0 : 100,
    maximumPercent: changes.kind === 'daemon' ? 100 : 200,
    ...changes,
  };
}
