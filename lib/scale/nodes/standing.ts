import type { Instant } from '../../core/time.ts';
import type { AskedTask } from '../../ecs/placement/asked.ts';
import { fillingOf } from '../../ecs/placement/filling.ts';
import type { PlacementInstance } from '../../ecs/placement/instance.ts';
import { questionOf } from '../../ecs/placement/question.ts';
import { daemonsOf } from '../../ecs/placement/snapshot-asked.ts';
import { unlistedTasks, zoneOf } from '../../ecs/placement/supply.ts';
import type { Grouped } from './groups.ts';
import type { Node, NodeTask } from './node.ts';
import type { Picture } from './picture.ts';
import type { NodesEntry } from './policy.ts';

type Given = {
  readonly entry: NodesEntry;
  /** Instances that are sent away already, or let be, by EC2 id. */
  readonly leaving: ReadonlySet<string>;
  readonly avoided: ReadonlySet<string>;
  /** Tasks that are protected from scale-in, or may be. */
  readonly isProtected: (taskArn: string) => boolean;
  readonly now: Instant;
};

/** Instances as consolidation sees them: those that one entry fits may go, the others only take tasks. */
export function nodesOf(picture: Picture, given: Given): readonly Node[] {
  const { instances, groups, snapshot, asking } = picture;
  const askedOf = new Map(asking.map(({ service, asked }) => [`service:${service.name}`, asked]));
  const daemons = new Set(daemonsOf(snapshot).map(({ group }) => group));
  const unsettled = new Set(
    asking
      .filter(({ service: { isDeploying, running, desired } }) => isDeploying || running < desired)
      .map(({ service }) => `service:${service.name}`),
  );
  const nodes = instances.map((instance): Node => {
    const tasks = tasksOn(instance, { askedOf, daemons, isProtected: given.isProtected });
    const id = instance.ec2InstanceId ?? '';
    const of = groups.find(({ group }) => group.members.some((member) => member.id === id));
    const member = of?.group.members.find((each) => each.id === id);
    const stays = staysFor({ instance, of, tasks, unsettled }, given);
    return {
      instance,
      tasks,
      group: of?.group.name ?? '',
      zone: zoneOf(instance) ?? '',
      ageMs: given.now - (instance.registeredAt ?? given.now),
      isTaken:
        instance.status !== 'ACTIVE' || given.leaving.has(id) || (member !== undefined && member.state !== 'InService'),
      ...(stays !== undefined && { stays }),
    };
  });
  return withHeadroom(nodes, picture);
}

type Setting = {
  readonly askedOf: ReadonlyMap<string, AskedTask>;
  readonly daemons: ReadonlySet<string>;
  readonly isProtected: (taskArn: string) => boolean;
};

/** What is on its way out moves by itself. */
function tasksOn({ tasks = [] }: PlacementInstance, { askedOf, daemons, isProtected }: Setting): readonly NodeTask[] {
  return tasks
    .filter(({ isLeaving, arn }) => !isLeaving && arn !== '')
    .map(({ arn, group }) => {
      const asked = askedOf.get(group);
      return {
        arn,
        group,
        isDaemon: daemons.has(group),
        isProtected: isProtected(arn),
        ...(asked !== undefined && { asked }),
      };
    });
}

type Seen = {
  readonly instance: PlacementInstance;
  readonly of: Grouped | undefined;
  readonly tasks: readonly NodeTask[];
  readonly unsettled: ReadonlySet<string>;
};

function staysFor({ instance, of, tasks, unsettled }: Seen, { entry, avoided }: Given): Node['stays'] {
  if (of?.entry !== entry || of.ownedBy !== undefined)
    return { code: 'OtherPolicy', why: of?.ownedBy ?? 'this entry does not fit its group' };
  if (instance.tasks === undefined || unlistedTasks(instance) !== 0)
    return { code: 'Unknown', why: 'not all of its tasks are known' };
  const member = of.group.members.find(({ id }) => id === instance.ec2InstanceId);
  if (member?.isProtected === true && !of.isManaged)
    return { code: 'Avoided', why: 'Auto Scaling protects it from scale-in' };
  if (avoided.has(instance.ec2InstanceId ?? '')) return { code: 'Avoided', why: 'it was let be a while ago' };
  const moving = tasks.find(({ group }) => unsettled.has(group));
  return moving === undefined ? undefined : { code: 'Unsettled', why: `${moving.group} is not settled` };
}

/** Room that is to be kept stands on the instances like tasks: where it stands, it would have to move, too. */
function withHeadroom(nodes: readonly Node[], { headroom }: Picture): readonly Node[] {
  const wants = headroom.flatMap(({ asked, count }) => Array.from({ length: count }, () => asked));
  if (wants.length === 0) return nodes;
  const filling = fillingOf(nodes.map(({ instance }) => instance));
  for (const [at, { isTaken }] of nodes.entries()) if (isTaken) filling.close(at);
  const placed = new Map<number, NodeTask[]>();
  for (const [at, asked] of wants.entries()) {
    const on = filling.put(questionOf(asked));
    const task = { arn: `${headroomMark}${at}`, group: asked.group, asked, isDaemon: false, isProtected: false };
    if (on !== undefined) placed.set(on, [...(placed.get(on) ?? []), task]);
  }
  const filled = filling.instances();
  return nodes.map((node, at) => ({
    ...node,
    instance: filled[at] ?? node.instance,
    tasks: [...node.tasks, ...(placed.get(at) ?? [])],
  }));
}

/** Copies that nobody runs: room that is kept. */
export const headroomMark = 'headroom/';
