import type { ContainerDefinition, Marked, TaskDefinition } from '../core/task-definition.ts';
import { dependenciesOf, healthOf, logOf, mib, portsOf, roleName, seconds, units } from './container-text.ts';
import { parseImageReference, shortDigest, versionOf } from './image-reference.ts';

/**
 * What can differ between two revisions, the most telling first: what most often is the reason why a new revision does
 * not start where the old one did. The order is a judgement of ours.
 */
const revisionChangeKinds = [
  'image',
  'image-digest',
  'secrets',
  'environment',
  'command',
  'entry-point',
  'memory',
  'memory-reservation',
  'cpu',
  'ports',
  'health-check',
  'execution-role',
  'task-role',
  'architecture',
  'network-mode',
  'container-added',
  'container-removed',
  'essential',
  'depends-on',
  'stop-timeout',
  'volumes',
  'log',
  'other',
] as const;

/**
 * One difference between two revisions. `what` names a text. Of what may be secret only names are told, in `added`,
 * `removed` and `altered`. `from` or `to` is absent where there was, or is, none. Texts are untrusted.
 */
export type RevisionChange = {
  readonly what: (typeof revisionChangeKinds)[number];
  readonly container?: string;
  readonly from?: string;
  readonly to?: string;
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  readonly altered?: readonly string[];
};

/** What is different in `after`, the most telling first. Empty: nothing that decides how the task runs. */
export function compareRevisions(before: TaskDefinition, after: TaskDefinition): RevisionChange[] {
  const olds = new Map(before.containers.map((container) => [container.name, container]));
  const news = new Map(after.containers.map((container) => [container.name, container]));
  const changes = [
    ...taskChanges(before, after),
    ...before.containers.flatMap((old): RevisionChange[] => {
      const now = news.get(old.name);
      return now === undefined ? [{ what: 'container-removed', container: old.name }] : containerChanges(old, now);
    }),
    ...after.containers
      .filter(({ name }) => !olds.has(name))
      .map(({ name, image }): RevisionChange => ({ what: 'container-added', container: name, to: image })),
  ];
  return changes.sort((a, b) => revisionChangeKinds.indexOf(a.what) - revisionChangeKinds.indexOf(b.what));
}

function taskChanges(before: TaskDefinition, after: TaskDefinition): RevisionChange[] {
  return [
    ...values('cpu', units(before.cpuUnits), units(after.cpuUnits)),
    ...values('memory', mib(before.memoryMiB), mib(after.memoryMiB)),
    ...values('task-role', roleName(before.taskRoleArn), roleName(after.taskRoleArn)),
    ...values('execution-role', roleName(before.executionRoleArn), roleName(after.executionRoleArn)),
    ...values('architecture', before.architecture ?? 'X86_64', after.architecture ?? 'X86_64'),
    ...values('network-mode', before.networkMode, after.networkMode),
    ...names('volumes', before.volumes, after.volumes),
    ...names('other', before.others, after.others),
  ];
}

function containerChanges(old: ContainerDefinition, now: ContainerDefinition): RevisionChange[] {
  const changes = [
    ...imageChanges(old, now),
    ...values('cpu', units(old.cpuUnits), units(now.cpuUnits)),
    ...values('memory', mib(old.memoryMiB), mib(now.memoryMiB)),
    ...values('memory-reservation', mib(old.memoryReservationMiB), mib(now.memoryReservationMiB)),
    ...values('command', old.command?.join(' '), now.command?.join(' ')),
    ...values('entry-point', old.entryPoint?.join(' '), now.entryPoint?.join(' ')),
    ...values('ports', portsOf(old.ports), portsOf(now.ports)),
    ...values('health-check', healthOf(old), healthOf(now)),
    ...values('essential', String(old.essential), String(now.essential)),
    ...values('depends-on', dependenciesOf(old), dependenciesOf(now)),
    ...values('stop-timeout', seconds(old.stopTimeoutSeconds), seconds(now.stopTimeoutSeconds)),
    ...names('environment', old.environment, now.environment),
    ...names('secrets', sourcesOf(old), sourcesOf(now)),
    ...logChanges(old, now),
    ...names('other', othersOf(old), othersOf(now)),
  ];
  return changes.map((change) => ({ ...change, container: old.name }));
}

/** The same reference with another digest is the change nobody sees in the task definition: a moved tag. */
function imageChanges(old: ContainerDefinition, now: ContainerDefinition): RevisionChange[] {
  if (old.image === now.image) {
    if (old.imageDigest === undefined || now.imageDigest === undefined) return [];
    return values('image-digest', shortDigest(old.imageDigest), shortDigest(now.imageDigest));
  }
  const [from, to] = [parseImageReference(old.image), parseImageReference(now.image)];
  const isSameRepository = from.registry === to.registry && from.repository === to.repository;
  if (!isSameRepository) return [{ what: 'image', from: old.image, to: now.image }];
  if (from.tag === to.tag) return values('image-digest', digestOf(from.digest), digestOf(to.digest));
  return [{ what: 'image', from: versionOf(from), to: versionOf(to) }];
}

function digestOf(digest: string | undefined): string | undefined {
  return digest === undefined ? undefined : shortDigest(digest);
}

/** Where the log goes may be told; other options by name only. */
function logChanges(old: ContainerDefinition, now: ContainerDefinition): RevisionChange[] {
  const told = values('log', logOf(old), logOf(now));
  return told.length > 0 ? told : names('log', old.log?.options ?? [], now.log?.options ?? []);
}

/** A secret that comes from elsewhere is altered; from where is not told. */
function sourcesOf({ secrets }: ContainerDefinition): Marked[] {
  return secrets.map(({ name, from }) => ({ name, mark: from }));
}

function othersOf({ others, startTimeoutSeconds }: ContainerDefinition): Marked[] {
  return startTimeoutSeconds === undefined
    ? [...others]
    : [...others, { name: 'startTimeout', mark: String(startTimeoutSeconds) }];
}

function values(what: RevisionChange['what'], from: string | undefined, to: string | undefined): RevisionChange[] {
  if (from === to) return [];
  return [{ what, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}

/** Names that came, went, or stand for something else now. Order means nothing. */
function names(what: RevisionChange['what'], before: readonly Marked[], after: readonly Marked[]): RevisionChange[] {
  const [olds, news] = [marksOf(before), marksOf(after)];
  const added = [...news.keys()].filter((name) => !olds.has(name)).sort();
  const removed = [...olds.keys()].filter((name) => !news.has(name)).sort();
  const altered = [...news].filter(([name, mark]) => olds.has(name) && olds.get(name) !== mark).map(([name]) => name);
  if (added.length + removed.length + altered.length === 0) return [];
  return [
    {
      what,
      ...(added.length > 0 && { added }),
      ...(removed.length > 0 && { removed }),
      ...(altered.length > 0 && { altered: altered.sort() }),
    },
  ];
}

function marksOf(marked: readonly Marked[]): Map<string, string> {
  return new Map(marked.map(({ name, mark }) => [name, mark]));
}
