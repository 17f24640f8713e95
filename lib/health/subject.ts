import type { AwsEvent, CodeDeployChanged, TaskChanged, TaskRetirement } from '../core/event.ts';
import type { RecordKey } from '../core/record.ts';
import { recordKey } from '../core/record.ts';
import type { Subject, SubjectKind } from '../core/subject.ts';
import { subjectKinds } from '../core/subject.ts';
import { clusterName, containerInstanceId, serviceOf, taskDefinitionOf } from '../ecs/arn.ts';
import { ownLaunchMark } from '../ecs/own-launch.ts';
import { adviceKey, begunBy } from './advice/names.ts';
import type { HealthPolicy } from './policy.ts';
import { isIgnored, isShortageIgnored } from './policy.ts';

/** Where there is no cluster, or none is known. */
export const noCluster = '-';

/** What an event is about. */
function subjectOf(event: AwsEvent): Subject {
  const { account, region } = event;
  const about: About = (cluster = noCluster, kind, name) => ({ account, region, cluster, kind, name });
  /** A short ARN of a service names no cluster. */
  const named = (arn: string, clusterArn?: string): Subject => {
    const { cluster, name } = serviceOf(arn);
    return about(clusterArn === undefined ? cluster : clusterName(clusterArn), 'service', name);
  };
  switch (event.kind) {
    case 'task':
      return taskSubject(event, about);
    case 'service-action':
      return named(event.serviceArn, event.clusterArn);
    case 'deployment':
    case 'hook':
      return named(event.serviceArn);
    case 'container-instance':
    case 'container-instance-health':
      return about(
        clusterName(event.clusterArn),
        'instance',
        event.ec2InstanceId ?? containerInstanceId(event.containerInstanceArn),
      );
    case 'daemon':
      return named(event.daemonArn, event.clusterArn);
    case 'service-found':
    case 'deployment-advised':
      return about(event.cluster, 'service', event.service);
    case 'task-retirement':
      return about(undefined, 'account', account); // It is about several: see `recordsOf`.
    case 'aws-issue':
      return about(undefined, 'account', event.service);
    case 'codedeploy-deployment':
      return codeDeploySubject(event, about);
  }
}

type About = (cluster: string | undefined, kind: SubjectKind, name: string) => Subject;

/** Where nobody knows its service, application and group are the subject. */
function codeDeploySubject({ service, application, deploymentGroup }: CodeDeployChanged, about: About): Subject {
  if (service !== undefined) return about(clusterName(service.cluster), 'service', service.name);
  return about(undefined, 'service', `${application}/${deploymentGroup}`);
}

function taskSubject(task: TaskChanged, about: About): Subject {
  const cluster = clusterName(task.clusterArn);
  if (task.group?.startsWith('service:') === true)
    return about(cluster, 'service', task.group.slice('service:'.length));
  return about(cluster, 'family', taskDefinitionOf(task.taskDefinitionArn).family);
}

/** The record of a subject. Clusters nobody is to be told about have none. */
export function recordsOf(event: AwsEvent, policy: HealthPolicy): readonly RecordKey[] {
  // A run of a job tells of its own tasks: they would be a second incident here.
  if (event.kind === 'task' && event.startedBy?.startsWith(ownLaunchMark) === true) return [];
  if (event.kind === 'task-retirement') return retiringIn(event, policy).map(keyOf);
  const subject = subjectOf(event);
  if (isIgnored(policy, subject.cluster)) return [];
  return [keyOf(subject), ...roomRecords(event, subject, policy), ...adviceRecords(event, subject)];
}

function roomRecords(event: AwsEvent, subject: Subject, policy: HealthPolicy): readonly RecordKey[] {
  const { cluster } = subject;
  if (!changesRoom(event) || cluster === noCluster || isShortageIgnored(policy, cluster)) return [];
  return [keyOf({ ...subject, kind: 'cluster', name: cluster })];
}

/** Deployments that begin are looked at together, cluster by cluster. */
function adviceRecords(event: AwsEvent, subject: Subject): readonly RecordKey[] {
  return begunBy(event) === undefined ? [] : [adviceKey(subject)];
}

/** Services by name; standalone tasks, of which only ids are known, by their cluster. */
function retiringIn({ account, region, retiring }: TaskRetirement, policy: HealthPolicy): readonly Subject[] {
  const subjects = retiring.map(({ cluster, service }): Subject => {
    const named =
      service === undefined
        ? ({ kind: 'cluster', name: cluster } as const)
        : ({ kind: 'service', name: service } as const);
    return { account, region, cluster, ...named };
  });
  const own = subjects.filter(({ cluster }) => !isIgnored(policy, cluster));
  return [...new Map(own.map((subject) => [keyOf(subject), subject])).values()];
}

/**
 * Instances that come and go, deployments, and how much is wanted: each changes what a cluster has room for. Where no event
 * tells of them, services are found to be short.
 */
function changesRoom(event: AwsEvent): boolean {
  if (event.kind === 'service-action') return event.desiredCount !== undefined;
  return ['container-instance', 'deployment', 'service-found'].includes(event.kind);
}

export function keyOf(subject: Subject): RecordKey {
  return recordKey('health', subject.region, `${subject.account}/${subject.cluster}/${subject.kind}/${subject.name}`);
}

/** `health#region#account/cluster/kind/name`; a name may hold slashes. */
export function subjectOfKey(key: string): Subject {
  const [, region = '', ...thing] = key.split('#');
  const [account = '', cluster = '', kind = '', ...name] = thing.join('#').split('/');
  return {
    account,
    region,
    cluster,
    kind: subjectKinds.find((each) => each === kind) ?? ('service' satisfies SubjectKind),
    name: name.join('/'),
  };
}
