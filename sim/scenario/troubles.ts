import { drainTroubles } from './drain-catalogue.ts';
import { fillEc2, outgrowGroup, outgrows, refreshGroup, scaleGroupIn, takeSpotHosts } from './group-troubles.ts';
import { drainHost, killHost, silenceAgent, zoneOutage } from './host-troubles.ts';
import { flapDependency, hasSeveral, poisonMessage, spoilHost, spoilZone, takesMessages } from './partial-troubles.ts';
import { badRelease, breakJob, fillFargate, scaleBeyondPorts, spotWave, stopByHand } from './service-troubles.ts';
import type { Plan, ServicePlan } from './plan.ts';
import { waitsForCapacity } from './strategy.ts';
import type { Trouble } from './trouble.ts';

const hasReplicas = ({ services }: Plan): boolean => services.some(({ kind }) => kind !== 'daemon');
const hasHosts = ({ hosts }: Plan): boolean => hosts.length > 0;
const hasGroups = ({ hosts }: Plan): boolean => hosts.some(({ group }) => group !== undefined);
const runsOn =
  (wanted: ServicePlan['runsOn']) =>
  ({ services }: Plan): boolean =>
    services.some((each) => each.runsOn === wanted);

/** What can go wrong in an account, in the order of the page's buttons. */
export const troubles = {
  'bad-image': {
    label: 'Deploy a bad image',
    hint: 'The new revision names a tag nobody pushed.',
    group: 'Deployments',
    aimsAt: 'service',
    suits: hasReplicas,
    strike: (stage, aim) => badRelease(stage, aim, { program: 'web', notPushed: true }),
  },
  'crash-after-start': {
    label: 'Deploy a crash',
    hint: 'The new version ends six seconds after its start, with exit code 1.',
    group: 'Deployments',
    aimsAt: 'service',
    suits: hasReplicas,
    strike: (stage, aim) => badRelease(stage, aim, { program: 'crash' }),
  },
  'failing-health-check': {
    label: 'Deploy a sick version',
    hint: 'The new version starts and answers 503 for ever.',
    group: 'Deployments',
    aimsAt: 'service',
    suits: ({ services }) => services.some(({ kind }) => kind === 'web'),
    strike: (stage, aim) => badRelease(stage, aim, { program: 'unhealthy' }, ({ kind }) => kind === 'web'),
  },
  'missing-secret': {
    label: 'Deploy without its secret',
    hint: 'The new revision asks for a secret that is not there.',
    group: 'Deployments',
    aimsAt: 'service',
    suits: hasReplicas,
    strike: (stage, aim) => badRelease(stage, aim, { program: 'web', missingSecret: true }),
  },
  'out-of-memory': {
    label: 'Deploy a memory leak',
    hint: 'The new version is killed for its memory after two minutes, again and again.',
    group: 'Deployments',
    aimsAt: 'service',
    suits: hasReplicas,
    strike: (stage, aim) => badRelease(stage, aim, { program: 'leak' }),
  },
  'port-taken': {
    label: 'More copies than hosts',
    hint: 'A service with a host port is scaled beyond the number of its hosts.',
    group: 'Deployments',
    suits: (plan) => plan.services.some((each) => each.hostPort !== undefined && !waitsForCapacity(plan, each)),
    strike: scaleBeyondPorts,
  },
  'task-stopped': {
    label: 'Stop a task by hand',
    hint: 'Somebody stops one task. ECS replaces it; nobody should be woken.',
    group: 'Tasks',
    aimsAt: 'service',
    momentary: true,
    suits: hasReplicas,
    strike: stopByHand,
  },
  'poison-message': {
    label: 'Poison message',
    hint: 'A message kills the task that takes it, and comes again. The other tasks of the service go on.',
    group: 'Tasks',
    aimsAt: 'service',
    suits: ({ services }) => services.some(takesMessages),
    strike: poisonMessage,
  },
  'flapping-dependency': {
    label: 'Flapping dependency',
    hint: 'Every few minutes a database is gone for a moment, and half of the tasks of a service end of it.',
    group: 'Tasks',
    aimsAt: 'service',
    suits: hasSeveral,
    strike: flapDependency,
  },
  'spot-wave': {
    label: 'Spot wave on Fargate',
    hint: 'Fargate takes all Spot tasks back, and has no Spot capacity for five minutes.',
    group: 'Tasks',
    suits: runsOn('FARGATE_SPOT'),
    strike: spotWave,
  },
  'job-fails': {
    label: 'Break a job',
    hint: 'The next run of a scheduled task fails with exit code 2.',
    group: 'Tasks',
    suits: ({ jobs }) => jobs.length > 0,
    strike: breakJob,
  },
  'instance-dies': {
    label: 'A host dies',
    hint: 'An instance is terminated under its tasks; another comes minutes later.',
    group: 'Hosts',
    aimsAt: 'instance',
    momentary: true,
    suits: hasHosts,
    strike: killHost,
  },
  'bad-host': {
    label: 'A bad host',
    hint: 'The disk of an instance is full: tasks end seconds after they were started there, and ECS starts others there.',
    group: 'Hosts',
    aimsAt: 'instance',
    suits: hasHosts,
    strike: spoilHost,
  },
  'agent-gone': {
    label: 'An agent is gone',
    hint: 'The agent of an instance no longer answers.',
    group: 'Hosts',
    aimsAt: 'instance',
    suits: hasHosts,
    strike: silenceAgent,
  },
  'host-drained': {
    label: 'Drain a host',
    hint: 'Somebody sets an instance to DRAINING for maintenance; its tasks move.',
    group: 'Hosts',
    aimsAt: 'instance',
    suits: hasHosts,
    strike: drainHost,
  },
  'group-scaled-in': {
    label: 'Scale in',
    hint: 'A group is made smaller by one host, and what runs there has to go elsewhere.',
    group: 'Hosts',
    suits: hasGroups,
    strike: scaleGroupIn,
  },
  'hosts-replaced': {
    label: 'Instance refresh',
    hint: 'A group replaces its hosts, one after the other.',
    group: 'Hosts',
    suits: hasGroups,
    strike: refreshGroup,
  },
  'spot-hosts-gone': {
    label: 'Spot wave on EC2',
    hint: 'EC2 takes all Spot hosts back, two minutes after a warning, and has no others for now.',
    group: 'Hosts',
    suits: ({ hosts }) => hosts.some(({ group }) => group?.spot === true),
    strike: takeSpotHosts,
  },
  ...drainTroubles,
  'no-hosts': {
    label: 'EC2 is full',
    hint: 'A host dies, and EC2 has no other to give: in its zone, or anywhere.',
    group: 'Hosts',
    suits: hasGroups,
    strike: fillEc2,
  },
  'group-at-its-most': {
    label: 'A group may not grow',
    hint: 'A service wants more tasks than its hosts hold, and their group is at its maximum.',
    group: 'Hosts',
    suits: (plan) => hasGroups(plan) && plan.services.some(outgrows),
    strike: outgrowGroup,
  },
  'no-capacity': {
    label: 'Fargate is full',
    hint: 'Nothing new can be started on Fargate, and one task of a service is lost.',
    group: 'Account',
    suits: runsOn('FARGATE'),
    strike: fillFargate,
  },
  'bad-zone': {
    label: 'A bad zone',
    hint: 'From one zone a database cannot be reached: tasks end seconds after they were started there.',
    group: 'Account',
    suits: hasSeveral,
    strike: spoilZone,
  },
  'zone-outage': {
    label: 'A zone goes down',
    hint: 'Everything in one availability zone is gone, and nothing can be placed there.',
    group: 'Account',
    strike: zoneOutage,
  },
} as const satisfies Readonly<Record<string, Trouble>>;

export type TroubleName = keyof typeof troubles;
