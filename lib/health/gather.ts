import type { AwsEvent, CodeDeployChanged, TaskChanged } from '../core/event.ts';
import type { CodeDeployDeployment } from '../core/evidence-reads.ts';
import type { Asked } from '../core/feature.ts';
import type { Read } from '../core/ports.ts';
import { present } from '../core/present.ts';
import type { RecordKey } from '../core/record.ts';
import type { Subject } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import { diagnose, isStopped } from '../ecs/stops/diagnosis.ts';
import type { AdviceState } from './advice/state.ts';
import { isAdviceDue, lookAtDeployments } from './advice/gather.ts';
import { advicePlaceOf } from './advice/names.ts';
import type { NamedService } from './codedeploy-names.ts';
import { servicesNamed } from './codedeploy-names.ts';
import type { HealthFacts, HealthReads } from './facts.ts';
import { readInstance } from './instance.ts';
import { isLookDue } from './lost.ts';
import { isRoomDue } from './room.ts';
import { readService } from './service-reading.ts';
import { readRoom } from './room-reading.ts';
import type { HealthPolicy } from './policy.ts';
import type { HealthState, KeptHealth } from './state.ts';
import { failuresIn } from './stopped.ts';
import { readLoop } from './stopping/gather.ts';
import { loopPolicyFor } from './stopping/policy.ts';
import { isLive } from './stopping/state.ts';
import { noCluster, subjectOfKey } from './subject.ts';
import { lookAround } from './sweep/look.ts';
import { isSweep } from './sweep/names.ts';
import { noSweepYet } from './sweep/decide.ts';
import { isWatchDue } from './watch.ts';

type Context = { readonly policy: HealthPolicy; readonly now: Instant };

/** Reads what is true now of the subjects that may be in trouble, and nothing of the others. */
export async function gather(
  asked: readonly Asked<AwsEvent, KeptHealth>[],
  read: HealthReads,
  context: Context,
): Promise<ReadonlyMap<RecordKey, HealthFacts>> {
  const facts = asked.map(async ({ key, events, state }): Promise<[RecordKey, HealthFacts]> => {
    const kept = state !== undefined && 'kind' in state ? state : undefined;
    if (kept?.kind === 'advice') return [key, { essential: new Map(), ...(await adviceOf(kept, key, read, context)) }];
    if (state === undefined ? isSweep(key) : kept !== undefined) {
      const sweep = kept ?? noSweepYet;
      const isDue = context.now >= sweep.lookAt;
      return [key, { essential: new Map(), ...(isDue && { sweep: await lookAround(sweep, read, context) }) }];
    }
    const subject = state === undefined || 'kind' in state ? undefined : state;
    return [key, await factsOf({ key, events, state: subject }, read, context)];
  });
  return new Map(await Promise.all(facts));
}

async function adviceOf(
  state: AdviceState,
  key: RecordKey,
  read: HealthReads,
  { policy, now }: Context,
): Promise<Pick<HealthFacts, 'advice'>> {
  if (!isAdviceDue(state, now)) return {};
  const { cluster } = advicePlaceOf(key);
  return { advice: await lookAtDeployments(state.waiting, read, { cluster, settings: policy.advice, now }) };
}

async function factsOf(
  asked: Asked<AwsEvent, HealthState>,
  read: HealthReads,
  { policy, now }: Context,
): Promise<HealthFacts> {
  const subject = asked.state?.subject ?? subjectOfKey(asked.key);
  const stopped = await stoppedOf(asked.events, subject, read);
  const heard = asked.events.filter((event) => event.kind === 'task').filter(mayHaveFailed);
  const failed = subject === undefined ? heard : [...heard, ...failuresIn(stopped, subject, now)];
  const essential = await essentialOf(failed, read);
  if (subject === undefined) return { essential };
  if (subject.cluster === noCluster) return { essential, ...(await deploymentsOf(asked.events, read)) };
  switch (subject.kind) {
    case 'cluster':
      return { essential, ...(isRoomDue(asked.state?.room, now) && { room: await readRoom(subject, read) }) };
    case 'instance':
      return { essential, ...(await readInstance(asked, read, now)) };
    case 'service':
      return { essential, ...(await serviceFacts(asked, { subject, stopped, failed, read, policy, now })) };
    case 'family':
    case 'job':
    case 'account':
      return { essential };
  }
}

async function serviceFacts(
  { events, state }: Asked<AwsEvent, HealthState>,
  given: Omit<Loop, 'state'> & { readonly stopped: HealthFacts['stopped'] },
): Promise<Omit<HealthFacts, 'essential'>> {
  const { subject, stopped, failed, read, now } = given;
  if (!isToBeRead({ events, state }, failed.length > 0, now)) return retiringOf(events, subject, read);
  const known = await readService(subject, { state, read, now });
  const loop = await loopFact(known.service, { ...given, state });
  return { ...present({ stopped }), ...known, ...loop };
}

/** Whoever wants to replace its tasks earlier has to know how it is deployed. */
async function retiringOf(
  events: Asked<AwsEvent, HealthState>['events'],
  { cluster, name }: Subject,
  read: HealthReads,
): Promise<Pick<HealthFacts, 'retiring'>> {
  if (!events.some(({ kind }) => kind === 'task-retirement')) return {};
  return { retiring: await read.service({ cluster, service: name }) };
}

type Loop = {
  readonly subject: Subject;
  readonly state: HealthState | undefined;
  readonly failed: readonly TaskChanged[];
  readonly read: HealthReads;
  readonly policy: HealthPolicy;
  readonly now: Instant;
};

async function loopFact(
  service: HealthFacts['service'],
  { read, policy, ...asked }: Loop,
): Promise<Pick<HealthFacts, 'loop'>> {
  if (service?.ok !== true) return {};
  const { cluster, name } = asked.subject;
  const own = loopPolicyFor(policy.loops, cluster, name);
  const loop = await readLoop({ ...asked, service: service.value, policy: own }, read);
  return loop === undefined ? {} : { loop };
}

/** Where a look at all services has found one, what no event may have told: why its tasks stopped. */
async function stoppedOf(
  events: Asked<AwsEvent, HealthState>['events'],
  subject: Subject | undefined,
  read: HealthReads,
): Promise<HealthFacts['stopped']> {
  const isFound = events.some(({ kind }) => kind === 'service-found');
  if (!isFound || subject === undefined) return undefined;
  return read.stoppedTasks({ cluster: subject.cluster, service: subject.name });
}

/** What by itself is no reason to read a service. */
const noReading: ReadonlySet<string> = new Set(['task', 'wake', 'outcome', 'task-retirement']);

/** Something is or may be wrong with it, or it is time to look. */
function isToBeRead(
  { events, state }: Pick<Asked<AwsEvent, HealthState>, 'events' | 'state'>,
  hasFailed: boolean,
  now: Instant,
): boolean {
  const isNews = events.some(({ kind }) => !noReading.has(kind));
  const isDue = isLookDue(state?.lost, now) || isWatchDue(state?.watch, now) || isLive(state?.intervention);
  return hasFailed || isNews || isDue || state?.incident?.status === 'firing';
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

/** A stop that, whichever of its containers are essential, may be a failure. */
function mayHaveFailed(task: TaskChanged): boolean {
  return isStopped(task) && diagnose(task)?.failure === true;
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
