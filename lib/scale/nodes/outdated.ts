import type { LaunchSource, ScalingGroup, ScalingMember } from '../../core/node-reads.ts';
import { isOlder } from '../../ecs/advice/host-versions.ts';
import type { PlacementInstance } from '../../ecs/placement/instance.ts';

/** An instance that its group would not launch like this any more, and why. */
export type Outdated = { readonly id: string; readonly arn: string; readonly why: string };

type Known = {
  readonly member: ScalingMember;
  readonly instance: PlacementInstance;
  readonly ami?: string;
  readonly agent?: string;
};

/**
 * Those of a group that a new instance would not be like, the oldest first. What its group launches now is known from the
 * group itself: which launch template's version it names, and what its youngest instances came with. No right to read
 * launch templates is needed, and what nobody has launched yet under `$Latest` or `$Default` is not known.
 *
 * Who is replaced is the youngest then, and nobody is outdated by an older one: it ends after one turn, also where
 * somebody has updated an agent by hand.
 */
export function outdatedIn(group: ScalingGroup, instances: readonly PlacementInstance[]): readonly Outdated[] {
  const byId = new Map(instances.map((each) => [each.ec2InstanceId, each]));
  const all = group.members
    .flatMap((member) => {
      const instance = byId.get(member.id);
      return instance === undefined ? [] : [knownOf(member, instance)];
    })
    .toSorted((a, b) => bornAt(a) - bornAt(b));
  return all.flatMap((each, at) => {
    const why = launchWhy(each, group.launches, all) ?? newerWhy(each, all.slice(at + 1));
    return why === undefined ? [] : [{ id: each.member.id, arn: each.instance.arn, why }];
  });
}

const bornAt = ({ instance }: Known): number => instance.registeredAt ?? 0;

function knownOf(member: ScalingMember, instance: PlacementInstance): Known {
  const ami = instance.attributes.get('ecs.ami-id');
  const agent = instance.agentVersion;
  return { member, instance, ...(ami !== undefined && { ami }), ...(agent !== undefined && { agent }) };
}

const architecture = 'ecs.cpu-architecture';

const isNumber = (version: string | undefined): boolean => /^\d+$/.test(version ?? '');

/** The group names another template, or another version of it, and nobody knows that its image is the same. */
function launchWhy(
  { member: { launchedFrom: mine }, ami }: Known,
  launches: readonly LaunchSource[],
  all: readonly Known[],
): string | undefined {
  if (mine === undefined || launches.length === 0) return undefined;
  const current = launches.find(({ from }) => from === mine.from);
  if (current === undefined) return `launched from ${mine.from}, its group now launches from ${launches[0]?.from}`;
  if (!isNumber(current.version) || !isNumber(mine.version) || current.version === mine.version) return undefined;
  const isSameImage = all.some(({ member: { launchedFrom }, ami: theirs }) => {
    const isCurrent = launchedFrom?.from === current.from && launchedFrom.version === current.version;
    return isCurrent && ami !== undefined && theirs === ami;
  });
  if (isSameImage) return undefined;
  return `launch template version ${mine.version}, its group now launches ${current.version}`;
}

/** What came later from the same template has another image, or came with a newer agent. */
function newerWhy({ member, instance, ami, agent }: Known, younger: readonly Known[]): string | undefined {
  // One template may launch several architectures, each from an image of its own.
  const alike = younger.filter(
    (each) =>
      each.member.launchedFrom?.from === member.launchedFrom?.from &&
      each.instance.attributes.get(architecture) === instance.attributes.get(architecture),
  );
  const newest = alike.at(-1)?.ami;
  if (ami !== undefined && newest !== undefined && newest !== ami)
    return `AMI ${ami}, the newest of its group has ${newest}`;
  const ahead = alike.find((each) => agent !== undefined && isOlder(agent, each.agent ?? '') === true);
  return ahead === undefined ? undefined : `agent ${agent}, a newer one of its group came with ${ahead.agent}`;
}
