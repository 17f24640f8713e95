import type { EcsContainerInstance, EcsService } from '../core/ecs-reads.ts';
import type { AwsEvent, CodeDeployChanged, TaskChanged } from '../core/event.ts';
import type { CodeDeployDeployment } from '../core/evidence-reads.ts';
import type { Asked } from '../core/feature.ts';
import type { Read } from '../core/ports.ts';
import type { RecordKey } from '../core/record.ts';
import type { Subject } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import { diagnose, isStopped } from '../ecs/stops/diagnosis.ts';
import { isAgentDue } from './agent.ts';
import type { NamedService } from './codedeploy-names.ts';
import { servicesNamed } from './codedeploy-names.ts';
import type { HealthFacts, HealthReads, TargetCount } from './facts.ts';
import { isLookDue } from './lost.ts';
import { isRoomDue } from './room.ts';
import { readRoom } from './room-reading.ts';
import type { Disconnection, HealthState } from './state.ts';
import { noCluster, subjectOf } from './subject.ts';

/** Reads what is true now of the subjects that may be in trouble, and nothing of the others. */
export async function gather(
  asked: readonly Asked<AwsEvent, HealthState>[],
  read: HealthReads,
  { now }: { readonly now: Instant },
): Promise<ReadonlyMap<RecordKey, HealthFacts>> {
  const facts = asked.map(async (each): Promise<[RecordKey, HealthFacts]> => [
    each.key,
    await factsOf(each, read, now),
  ]);
  return new Map(await Promise.all(facts));
}

async function factsOf(asked: Asked<AwsEvent, HealthState>, read: HealthReads, now: Instant): Promise<HealthFacts> {
  const failed = asked.events.filter((event) => event.kind === 'task' && mayHaveFailed(event));
  const essential = await essentialOf(
    failed.filter((event) => event.kind === 'task'),
    read,
  );
  const subject = asked.state?.subject ?? firstSubject(asked.events);
  if (subject?.cluster === noCluster) return { essential, ...(await deploymentsOf(asked.events, read)) };
  if (subject?.kind === 'cluster')
    return isRoomDue(asked.state?.room, now) ? { essential, room: await readRoom(subject, read) } : { essential };
  if (isAgentDue(asked.state?.agent, now)) return { essential, agent: await agentOf(asked.state.agent, read) };
  if (subject?.kind !== 'service' || !isToBeRead(asked, failed.length > 0, now)) return { essential };
  return { essential, ...(await serviceFacts(subject, read)) };
}

/** Something is or may be wrong with it, or it is time to look. */
function isToBeRead({ events, state }: Asked<AwsEvent, HealthState>, hasFailed: boolean, now: Instant): boolean {
  const isNews = events.some((event) => event.kind !== 'task' && event.kind !== 'wake' && event.kind !== 'outcome');
  return hasFailed || isNews || state?.incident?.status === 'firing' || isLookDue(state?.lost, now);
}

async function serviceFacts(subject: Subject, read: HealthReads): Promise<Pick<HealthFacts, 'service' | 'targets'>> {
  const service = await read.service({ cluster: subject.cluster, service: subject.name });
  if (!service.ok) return { service };
  const groups = groupsOf(service.value);
  if (groups.length === 0) return { service };
  return { service, targets: await targetsOf(groups, { at: service.at, read }) };
}

async function agentOf({ cluster, arn }: Disconnection, read: HealthReads): Promise<Read<EcsContainerInstance>> {
  return read.containerInstance({ cluster, containerInstance: arn });
}

/** CodeDeploy's events name no service; CodeDeploy does. Asked once for each deployment. */
async function deploymentsOf(
  events: Asked<AwsEvent, HealthState>['events'],
  read: HealthReads,
): Promise<Pick<HealthFacts, 'deployments' | 'guessed'>> {
  const asked = new Map(
    events.flatMap((event) => (event.kind === 'codedeploy-deployment' ? [[event.deploymentId, event] as const] : [])),
  );
  const guessed = new Set<string>();
  const found = [...asked.values()].map(async (event): Promise<readonly [string, Read<CodeDeployDeployment>]> => {
    const told = await read.deployment(event.deploymentId);
    const service = told.ok ? undefined : await serviceByName(event, read);
    if (service === undefined) return [event.deploymentId, told];
    guessed.add(event.deploymentId);
    const { deploymentId: id, application, deploymentGroup: group, at } = event;
    return [id, { ok: true, value: { id, application, group, services: [service] }, at }];
  });
  return { deployments: new Map(await Promise.all(found)), guessed };
}

/** The one service the names can mean: the only one, or the only one there is. */
async function serviceByName(event: CodeDeployChanged, read: HealthReads): Promise<NamedService | undefined> {
  const named = servicesNamed(event);
  if (named.length < 2) return named[0];
  const answers = await Promise.all(named.map(async (each) => ({ each, read: await read.service(each) })));
  const there = answers.filter((answer) => answer.read.ok && answer.read.value.status === 'ACTIVE');
  return there.length === 1 ? there[0]?.each : undefined;
}

/** Where there are task sets, production traffic goes to the primary one alone (API_TaskSet). */
function groupsOf({ targetGroupArns, taskSets }: EcsService): readonly string[] {
  const primary = taskSets.find((set) => set.status === 'PRIMARY');
  return primary === undefined || primary.targetGroupArns.length === 0 ? targetGroupArns : primary.targetGroupArns;
}

/** A stop that, whichever of its containers are essential, may be a failure. */
function mayHaveFailed(task: TaskChanged): boolean {
  return isStopped(task) && diagnose(task)?.failure === true;
}

function firstSubject(events: Asked<AwsEvent, HealthState>['events']): Subject | undefined {
  const first = events.find((event) => event.kind !== 'wake' && event.kind !== 'outcome');
  return first === undefined ? undefined : subjectOf(first);
}

/** With one container there is nothing to choose; with more, the task definition says which ones the task needs. */
async function essentialOf(
  tasks: readonly TaskChanged[],
  read: HealthReads,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const arns = new Set(tasks.filter((task) => task.containers.length > 1).map((task) => task.taskDefinitionArn));
  const found = new Map<string, ReadonlySet<string>>();
  await Promise.all(
    [...arns].map(async (arn) => {
      const definition = await read.taskDefinition(arn);
      if (!definition.ok) return;
      const names = definition.value.containers.filter((each) => each.essential).map((each) => each.name);
      found.set(arn, new Set(names));
    }),
  );
  return found;
}

/**
 * A service behind several target groups is as healthy as it is in the worst of them. One without targets that get
 * traffic is the second group of a blue/green service (API_TargetHealth: `unused`).
 */
async function targetsOf(
  groups: readonly string[],
  by: { readonly at: Instant; readonly read: HealthReads },
): Promise<Read<TargetCount>> {
  const answers = await Promise.all(groups.map(async (arn) => by.read.targets(arn)));
  const found: (readonly { readonly state: string }[])[] = [];
  for (const answer of answers) {
    if (!answer.ok) return answer;
    found.push(answer.value);
  }
  const inUse = found.filter((targets) => targets.some((target) => target.state !== 'unused'));
  const counts = (inUse.length > 0 ? inUse : found).map((targets) => ({
    healthy: targets.filter((target) => target.state === 'healthy').length,
    total: targets.length,
  }));
  const worst = counts.toSorted((a, b) => a.healthy - b.healthy)[0] ?? { healthy: 0, total: 0 };
  return { ok: true, value: worst, at: by.at };
}
