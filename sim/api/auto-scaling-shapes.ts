import { present } from '../../lib/core/present.ts';
import { secondMs } from '../../lib/core/time.ts';
import type { Activity } from '../account/autoscaling/events.ts';
import { descriptionOf } from '../account/autoscaling/events.ts';
import type { AutoScalingGroup, GroupInstance, LifecycleHook } from '../account/autoscaling/group.ts';
import { globalTimeoutMs } from '../account/autoscaling/group.ts';
import { subnetOf } from '../account/identities.ts';
import type { Api } from './api.ts';
import { date } from './api.ts';

/** API_AutoScalingGroup. */
export function groupShape({ account }: Api, group: AutoScalingGroup, withInstances: boolean) {
  const { name, arn, min, max, desired, zones, instances, capacityProvider } = group;
  return {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: arn,
    LaunchTemplate: launchTemplate(group, group.template.isPinned ? String(group.template.version) : '$Latest'),
    MinSize: min,
    MaxSize: max,
    DesiredCapacity: desired,
    DefaultCooldown: 300,
    AvailabilityZones: [...zones],
    VPCZoneIdentifier: zones.map((zone) => subnetOf(account, zone)).join(','),
    HealthCheckType: 'EC2',
    HealthCheckGracePeriod: 0,
    Instances: withInstances ? [...instances.values()].map((each) => instanceShape(group, each)) : [],
    CreatedTime: date(group.createdAt),
    SuspendedProcesses: [],
    TerminationPolicies: ['Default'],
    NewInstancesProtectedFromScaleIn: group.protectsNewInstances,
    CapacityRebalance: group.rebalances,
    // By it ECS knows the groups it manages (asg-capacity-providers).
    Tags: capacityProvider === undefined ? [] : [managedTag(name)],
  };
}

function managedTag(name: string) {
  const resource = { ResourceId: name, ResourceType: 'auto-scaling-group' };
  return { ...resource, Key: 'AmazonECSManaged', Value: '', PropagateAtLaunch: true };
}

/** Its id follows from the group's. */
function launchTemplate({ name, arn }: AutoScalingGroup, Version: string) {
  const [, id = ''] = /autoScalingGroup:([0-9a-f-]{36})/u.exec(arn) ?? [];
  return {
    LaunchTemplateId: `lt-0${id.replaceAll('-', '').slice(0, 16)}`,
    LaunchTemplateName: name,
    Version,
  };
}

/** API_Instance of Auto Scaling. */
export function instanceShape(group: AutoScalingGroup, instance: GroupInstance) {
  const { id, instanceType, zone, state, ec2State, isProtected, template } = instance;
  const alive = ec2State === 'pending' || ec2State === 'running';
  return {
    InstanceId: id,
    InstanceType: instanceType,
    AvailabilityZone: zone,
    LifecycleState: state,
    HealthStatus: alive ? 'Healthy' : 'Unhealthy',
    LaunchTemplate: launchTemplate(group, String(template.version)),
    ProtectedFromScaleIn: isProtected,
  };
}

/** API_LifecycleHook. */
export function hookShape({ name }: AutoScalingGroup, hook: LifecycleHook) {
  return {
    LifecycleHookName: hook.name,
    AutoScalingGroupName: name,
    LifecycleTransition: hook.transition,
    HeartbeatTimeout: hook.heartbeatTimeoutS,
    GlobalTimeout: globalTimeoutMs(hook) / secondMs,
    DefaultResult: hook.defaultResult,
    ...present({ NotificationMetadata: hook.metadata }),
  };
}

/** API_Activity. */
export function activityShape({ account }: Api, group: AutoScalingGroup, activity: Activity) {
  const { activityId, successful, startedAt, endedAt, cause, message, zone } = activity;
  return {
    ActivityId: activityId,
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    Description: descriptionOf(activity),
    Cause: cause,
    StartTime: date(startedAt),
    EndTime: date(endedAt),
    StatusCode: successful ? 'Successful' : 'Failed',
    ...present({ StatusMessage: message }),
    Progress: 100,
    Details: JSON.stringify({ 'Subnet ID': subnetOf(account, zone), 'Availability Zone': zone }),
  };
}

/** Terminations that wait for their hooks (API_Activity, StatusCode). */
export function goingShapes({ account }: Api, group: AutoScalingGroup) {
  const going = [...group.instances.values()].filter(({ actions }) => actions.size > 0);
  return going.flatMap(({ id, zone, leaves }) =>
    leaves === undefined
      ? []
      : [
          {
            ActivityId: `going-${id}`,
            AutoScalingGroupName: group.name,
            AutoScalingGroupARN: group.arn,
            Description: `Terminating EC2 instance: ${id}`,
            Cause: leaves.cause,
            StartTime: date(leaves.at),
            StatusCode: 'MidTerminatingLifecycleAction',
            Progress: 60,
            Details: JSON.stringify({ 'Subnet ID': subnetOf(account, zone), 'Availability Zone': zone }),
          },
        ],
  );
}
