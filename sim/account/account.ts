import type { Agenda } from '../agenda.ts';
import type { Random } from '../random.ts';
import type { Switches } from '../switches.ts';
import { usualSwitches } from '../switches.ts';
import { noMetrics } from './metrics/metric.ts';
import type { Account, Emitted } from './model.ts';
import type { SendToQueue } from './schedules/schedule.ts';
import { noSchedules } from './schedules/schedule.ts';

type AccountOptions = {
  readonly agenda: Agenda;
  readonly random: Random;
  readonly emit: (event: Emitted) => void;
  /** How EventBridge Scheduler reaches queues; without it there are none. */
  readonly sendToQueue?: SendToQueue;
  readonly switches?: Switches;
  readonly id?: string;
  readonly region?: string;
};

/** An account with nothing in it. */
export function emptyAccount({
  agenda,
  random,
  emit,
  sendToQueue,
  switches = usualSwitches,
  id = '123456789012',
  region = 'ap-northeast-1',
}: AccountOptions): Account {
  return {
    id,
    region,
    zones: ['a', 'c', 'd'].map((letter) => `${region}${letter}`),
    agenda,
    random,
    switches,
    emit,
    clusters: new Map(),
    instances: new Map(),
    ec2: new Map(),
    groups: new Map(),
    taskDefinitions: new Map(),
    families: new Map(),
    tasks: new Map(),
    tasksByGroup: new Map(),
    waiting: new Map(),
    services: new Map(),
    serviceDeployments: new Map(),
    codeDeployRuns: new Map(),
    targetGroups: new Map(),
    repositories: new Map(),
    programs: new Map(),
    secrets: new Set(),
    logs: new Map(),
    trail: [],
    metrics: noMetrics(),
    alarms: new Map(),
    work: new Map(),
    scalableTargets: new Map(),
    groupPolicies: new Map(),
    schedules: noSchedules(sendToQueue),
    weather: {
      zonesDown: new Set(),
      fargateFull: new Set(),
      fargateSpotFull: new Set(),
      ec2Full: new Set(),
      ec2SpotFull: new Set(),
      registryDown: false,
    },
    taskListeners: [],
    actionListeners: [],
    actionEndListeners: [],
    deathListeners: [],
    clientTokens: new Map(),
  };
}
