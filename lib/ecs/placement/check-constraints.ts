import { doubts } from './doubt-texts.ts';
import type { Finding, Room, Said } from './finding.ts';
import { condition, finding, joined, unlimited } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import type { QueryVerdict } from './query/evaluate.ts';
import { evaluateQuery } from './query/evaluate.ts';
import { sayFault } from './query/fault.ts';
import { doubtTexts } from './query/doubts.ts';
import type { QueryInstance } from './query/instance.ts';
import type { Query, Subject } from './query/query.ts';
import type { AskedQuery, QueryAnswer, Question } from './question.ts';
import { hasAttributes, unlistedTasks } from './supply.ts';
import type { UnmetPart } from './unmet-part.ts';
import { unmetPart } from './unmet-part.ts';

const code = 'MemberOf placement constraint unsatisfied.';

/** Every `memberOf` that the instance does not satisfy (task-placement-constraints: all must hold). */
export const memberOfRoom = ({ asked, queries }: Question, instance: PlacementInstance): Finding =>
  queries.length === 0 ? unlimited : joined(queries.map((each) => queryRoom(each, asked.group, instance)));

function queryRoom(asked: AskedQuery, group: string, instance: PlacementInstance): Finding {
  const { query } = asked;
  const parts = { code, need: asked.expression };
  if (query === undefined) return condition('memberOf', unreadOf(asked), () => parts);
  if (asked.readsAttributes && !hasAttributes(instance)) {
    return condition('memberOf', { text: doubts['attributes-unknown'] }, () => parts);
  }
  if (asked.readsGroups && unlistedTasks(instance) !== 0) {
    return condition('memberOf', { text: doubts['tasks-unlisted'] }, () => parts);
  }
  if (!asked.readsGroups && asked.counts === undefined) {
    const { verdict, unmet } = answerOf(query, asked, instance);
    if (verdict.answer === 'yes') return unlimited;
    if (verdict.answer === 'no') return condition('memberOf', false, () => ({ ...parts, unmet: unmet() }));
    return condition('memberOf', doubtOf([verdict]), () => parts);
  }
  const seen = worlds(instance, asked);
  const first = seen.map((world) => evaluateQuery(query, world));
  const rooms = seen.map((world, at) => roomOf(query, asked, { instance: world, group, first: first[at] }));
  const room = {
    least: Math.min(...rooms.map(({ least }) => least)),
    most: Math.max(...rooms.map(({ most }) => most)),
  };
  const [world] = seen;
  return finding('memberOf', room, () => ({
    ...parts,
    ...(room.most >= 1 ? { doubt: doubtOf(first) } : world !== undefined && { unmet: unmetPart(query, world) }),
  }));
}

/** ECS has taken the expression: that it cannot be read here is no reason to say no. */
function unreadOf({ fault }: AskedQuery): Said {
  const said = (language: 'en' | 'ja'): string => (fault === undefined ? '' : sayFault(fault, language));
  const { en, ja } = doubts['expression-unread'];
  return { text: { en: en.replace('{fault}', () => said('en')), ja: ja.replace('{fault}', () => said('ja')) } };
}

/** Of thousands of instances most are alike in what an expression reads: it is evaluated once for each kind of them. */
function answerOf(query: Query, { onlyReads, answers }: AskedQuery, instance: PlacementInstance): QueryAnswer {
  if (onlyReads === undefined) return answered(query, seenOf(instance, noGroups, undefined));
  let key = '';
  for (const subject of onlyReads) key += keyOf(subject, instance);
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = answered(query, seenOf(instance, noGroups, undefined));
  answers.set(key, answer);
  return answer;
}

function answered(query: Query, seen: QueryInstance): QueryAnswer {
  let unmet: UnmetPart | undefined;
  return { verdict: evaluateQuery(query, seen), unmet: () => (unmet ??= unmetPart(query, seen)) };
}

/** A value with its length, so that no value can look like two. */
function keyOf(subject: Subject, { attributes, agentConnected, agentVersion }: PlacementInstance): string {
  if (subject.field === 'agentConnected') return String(agentConnected);
  const value = subject.field === 'attribute' ? attributes.get(subject.name) : agentVersion;
  if (value !== undefined) return `${value.length}:${value}`;
  return subject.field === 'attribute' && attributes.has(subject.name) ? '?' : '-';
}

const noGroups: ReadonlySet<string> = new Set();

const seenOf = (
  { attributes, agentConnected, agentVersion, ec2InstanceId, registeredAt }: PlacementInstance,
  taskGroups: ReadonlySet<string>,
  runningTasksCount: number | undefined,
): QueryInstance => ({
  attributes,
  taskGroups,
  agentConnected,
  agentVersion,
  ec2InstanceId,
  registeredAt,
  runningTasksCount,
});

function doubtOf(verdicts: readonly QueryVerdict[]): Said {
  const doubt = verdicts.flatMap((each) => (each.answer === 'unverifiable' ? [each.doubt] : []))[0];
  return { text: doubt === undefined ? doubts['count-of-tasks'] : doubtTexts[doubt.code] };
}

/**
 * The instance as the scheduler may see it: with tasks about to run counted as running or not, and with the groups of
 * tasks about to stop or without them. AWS says neither.
 */
function worlds(instance: PlacementInstance, { readsGroups, counts }: AskedQuery): readonly QueryInstance[] {
  const { runningTasks, pendingTasks = 0 } = instance;
  const groups = readsGroups ? groupsOf(instance) : [noGroups];
  const isOpen = counts !== undefined && runningTasks !== undefined && pendingTasks > 0;
  const running = isOpen ? [runningTasks, runningTasks + pendingTasks] : [runningTasks];
  return groups.flatMap((taskGroups) => running.map((count) => seenOf(instance, taskGroups, count)));
}

function groupsOf({ tasks = [] }: PlacementInstance): readonly ReadonlySet<string>[] {
  const all = new Set(tasks.map(({ group }) => group));
  if (!tasks.some(({ isLeaving }) => isLeaving)) return [all];
  const staying = new Set(tasks.filter(({ isLeaving }) => !isLeaving).map(({ group }) => group));
  return staying.size === all.size ? [all] : [staying, all];
}

type Start = { readonly instance: QueryInstance; readonly group: string; readonly first: QueryVerdict | undefined };

/**
 * How many copies can follow each other: each adds its group and one running task, which the expression may ask for. The
 * answer can only change with the first copy and where the count meets a number of the expression.
 */
function roomOf(query: Query, asked: AskedQuery, { instance, group, first }: Start): Room {
  const running = instance.runningTasksCount;
  const meetings = (asked.counts ?? []).flatMap((count) => [count - (running ?? 0), count - (running ?? 0) + 1]);
  const steps = [...new Set([0, 1, ...meetings])].filter((step) => Number.isInteger(step) && step >= 0);
  return roomAt(
    steps
      .toSorted((a, b) => a - b)
      .map((step) => [step, step === 0 ? first : evaluateQuery(query, after(instance, group, step))]),
  );
}

function after(instance: QueryInstance, group: string, copies: number): QueryInstance {
  const { runningTasksCount: running } = instance;
  return {
    ...instance,
    taskGroups: new Set([...instance.taskGroups, group]),
    runningTasksCount: running === undefined ? undefined : running + copies,
  };
}

function roomAt(steps: readonly (readonly [copies: number, verdict: QueryVerdict | undefined])[]): Room {
  const least = steps.find(([, verdict]) => verdict?.answer !== 'yes');
  const most = steps.find(([, verdict]) => verdict?.answer === 'no');
  return { least: least?.[0] ?? Infinity, most: most?.[0] ?? Infinity };
}

/** "Each task of the group on a different instance" (task-placement-constraints, distinctInstance). */
export function distinctRoom({ asked: { group }, isDistinct }: Question, instance: PlacementInstance): Finding {
  if (!isDistinct) return unlimited;
  const room = oneOfGroup(instance, group);
  return finding('distinctInstance', room, () => ({
    code: 'DistinctInstance placement constraint unsatisfied.',
    need: group,
    ...(room.most === 0 ? { have: group } : { doubt: whyOpen(instance, group) }),
  }));
}

/** A daemon service has one task on each instance, and not two. */
export function daemonRoom({ asked: { group, isDaemon } }: Question, instance: PlacementInstance): Finding {
  if (!isDaemon) return unlimited;
  const room = oneOfGroup(instance, group);
  return finding('daemon', room, () => ({
    need: group,
    ...(room.most === 0 ? { have: group } : { doubt: whyOpen(instance, group) }),
  }));
}

function oneOfGroup(instance: PlacementInstance, group: string): Room {
  const own = (instance.tasks ?? []).filter((task) => task.group === group);
  if (own.some(({ isLeaving }) => !isLeaving)) return { least: 0, most: 0 };
  return { least: own.length === 0 && unlistedTasks(instance) === 0 ? 1 : 0, most: 1 };
}

const whyOpen = ({ tasks = [] }: PlacementInstance, group: string): Said => ({
  text: tasks.some((task) => task.group === group) ? doubts['task-leaving'] : doubts['tasks-unlisted'],
});
