import { present } from '../../lib/core/present.ts';
import type { AutoScalingGroup, LifecycleResult } from '../account/autoscaling/group.ts';
import { autoScalingOf } from '../account/autoscaling/group.ts';
import { completeAction, recordHeartbeat } from '../account/autoscaling/hooks.ts';
import { setDesiredCapacity, terminateInstance } from '../account/autoscaling/scale.ts';
import { Refusal } from '../account/refusal.ts';
import type { Api } from './api.ts';
import { activityShape, goingShapes, groupShape, hookShape, instanceShape } from './auto-scaling-shapes.ts';
import { pageOf } from './pages.ts';

type Asked = { readonly MaxRecords?: number; readonly NextToken?: string };
type AskedGroups = Asked & { readonly AutoScalingGroupNames?: readonly string[]; readonly IncludeInstances?: boolean };
type AskedInstances = Asked & { readonly InstanceIds?: readonly string[] };
type AskedHooks = { readonly AutoScalingGroupName?: string; readonly LifecycleHookNames?: readonly string[] };
type AskedActivities = Asked & { readonly AutoScalingGroupName?: string };
type ActionInput = {
  readonly AutoScalingGroupName?: string;
  readonly LifecycleHookName?: string;
  readonly LifecycleActionToken?: string;
  readonly InstanceId?: string;
};
type Desired = { readonly AutoScalingGroupName?: string; readonly DesiredCapacity?: number };
type Terminated = { readonly InstanceId?: string; readonly ShouldDecrementDesiredCapacity?: boolean };
type Completed = ActionInput & { readonly LifecycleActionResult?: string };

/** What Auto Scaling answers of groups, and how lifecycle actions are completed. */
export function autoScalingOperations(api: Api) {
  return {
    'AutoScaling.DescribeAutoScalingGroups': (input: AskedGroups) => describeGroups(api, input),
    'AutoScaling.DescribeAutoScalingInstances': (input: AskedInstances) => describeInstances(api, input),
    'AutoScaling.DescribeLifecycleHooks': (input: AskedHooks) => describeHooks(api, input),
    'AutoScaling.DescribeScalingActivities': (input: AskedActivities) => describeActivities(api, input),
    'AutoScaling.DescribePolicies': () => ({
      ScalingPolicies: [...api.account.groupPolicies].flatMap(([AutoScalingGroupName, names]) =>
        names.map((PolicyName) => ({ AutoScalingGroupName, PolicyName, Enabled: true })),
      ),
    }),
    'AutoScaling.DescribeScheduledActions': () => ({ ScheduledUpdateGroupActions: [] }),
    'AutoScaling.SetDesiredCapacity': (input: Desired) => setDesired(api, input),
    'AutoScaling.TerminateInstanceInAutoScalingGroup': (input: Terminated) => terminate(api, input),
    'AutoScaling.CompleteLifecycleAction': (input: Completed) => complete(api, input),
    'AutoScaling.RecordLifecycleActionHeartbeat': (input: ActionInput) => heartbeat(api, input),
  };
}

/** Names nobody has are left out (API_DescribeAutoScalingGroups). */
function describeGroups(api: Api, input: AskedGroups) {
  const { AutoScalingGroupNames: names = [], IncludeInstances: withInstances = true } = input;
  const all = [...api.account.groups.values()].filter(({ name }) => names.length === 0 || names.includes(name));
  const page = pageOf(api, all, ({ name }) => name, askedFor(input, { most: 100, usual: 50 }));
  return {
    AutoScalingGroups: page.items.map((each) => groupShape(api, each, withInstances)),
    ...present({ NextToken: page.nextToken }),
  };
}

function describeInstances(api: Api, input: AskedInstances) {
  const { InstanceIds: ids = [] } = input;
  if (ids.length > 50) throw new Refusal('ValidationError', 'At most 50 instance IDs can be specified.');
  const all = [...api.account.groups.values()].flatMap((group) =>
    [...group.instances.values()].map((instance) => ({ group, instance })),
  );
  const named = all.filter(({ instance }) => ids.length === 0 || ids.includes(instance.id));
  const page = pageOf(api, named, ({ instance }) => instance.id, askedFor(input, { most: 50, usual: 50 }));
  return {
    AutoScalingInstances: page.items.map(({ group, instance }) => ({
      ...instanceShape(group, instance),
      AutoScalingGroupName: group.name,
      HealthStatus: instanceShape(group, instance).HealthStatus.toUpperCase(),
    })),
    ...present({ NextToken: page.nextToken }),
  };
}

function describeHooks(api: Api, { AutoScalingGroupName: name = '', LifecycleHookNames: names }: AskedHooks) {
  const group = groupNamed(api, name);
  const hooks = [...group.hooks.values()].filter((hook) => names?.includes(hook.name) ?? true);
  return { LifecycleHooks: hooks.map((hook) => hookShape(group, hook)) };
}

/** Newest first. */
function describeActivities(api: Api, input: AskedActivities) {
  const { AutoScalingGroupName: name } = input;
  const groups = name === undefined ? [...api.account.groups.values()] : [groupNamed(api, name)];
  const all = groups
    .flatMap((group) => group.activities.map((activity) => ({ group, activity })))
    .sort((a, b) => b.activity.startedAt - a.activity.startedAt);
  const page = pageOf(api, all, ({ activity }) => activity.activityId, askedFor(input, { most: 100, usual: 100 }));
  const going = input.NextToken === undefined ? groups.flatMap((group) => goingShapes(api, group)) : [];
  return {
    Activities: [...going, ...page.items.map(({ group, activity }) => activityShape(api, group, activity))],
    ...present({ NextToken: page.nextToken }),
  };
}

function setDesired(api: Api, { AutoScalingGroupName: name = '', DesiredCapacity: desired = 0 }: Desired): object {
  setDesiredCapacity(autoScalingOf(api.account), groupNamed(api, name), desired);
  return {};
}

function terminate(
  { account }: Api,
  { InstanceId: id = '', ShouldDecrementDesiredCapacity = false }: Terminated,
): object {
  terminateInstance(autoScalingOf(account), id, { decrement: ShouldDecrementDesiredCapacity });
  return {};
}

function complete({ account }: Api, input: Completed): object {
  const { LifecycleActionResult: result = '' } = input;
  if (!isResult(result)) {
    throw new Refusal('ValidationError', `The lifecycle action result '${result}' is neither CONTINUE nor ABANDON.`);
  }
  completeAction(autoScalingOf(account), actionOf(input), result);
  return {};
}

const isResult = (text: string): text is LifecycleResult => text === 'CONTINUE' || text === 'ABANDON';

function heartbeat({ account }: Api, input: ActionInput): object {
  recordHeartbeat(autoScalingOf(account), actionOf(input));
  return {};
}

function actionOf(input: ActionInput) {
  return {
    group: input.AutoScalingGroupName ?? '',
    hook: input.LifecycleHookName ?? '',
    ...present({ token: input.LifecycleActionToken, instanceId: input.InstanceId }),
  };
}

function groupNamed({ account }: Api, name: string): AutoScalingGroup {
  const group = account.groups.get(name);
  if (group === undefined) {
    throw new Refusal('ValidationError', `AutoScalingGroup name not found - AutoScalingGroup ${name} not found`);
  }
  return group;
}

function askedFor({ MaxRecords, NextToken }: Asked, limits: { readonly most: number; readonly usual: number }) {
  return { wanted: MaxRecords, token: NextToken, ...limits, fault: 'ValidationError' };
}
