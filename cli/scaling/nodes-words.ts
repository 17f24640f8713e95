import type { NodesCode, NodesDecided } from '../../lib/scale/nodes/state.ts';

/** What a reason code of a cluster's instances means, for whoever reads it at night. */
const meanings: Readonly<Record<NodesCode, string>> = {
  Enough: 'everything has its place',
  Bought: 'bought for what has no place',
  Coming: 'instances are on their way',
  TakenBack: 'instances on their way out come back, for tasks need a place',
  Seen: 'tasks have no place: looked at once more before anything is bought',
  Settling: 'an agent is away, mostly for a minute: nothing is bought yet',
  AtMost: 'tasks have no place, and the groups may have no more instances',
  AtTotal: 'tasks have no place, and nodes.total is used up',
  NoCapacity: 'tasks have no place, and no instance comes in the groups that would take them',
  NeverFits: 'a task fits no instance of any group',
  OwnedByOther: 'somebody else decides how large its groups are',
  Consolidated: 'instances leave whose tasks fit on others',
  Confirming: 'instances seem not to be needed: seen again before they leave',
  Leaving: 'instances are on their way out',
  Outdated: 'instances are not like those their group launches now',
  Renewed: 'an outdated instance is replaced',
  Unread: 'not all that is needed could be read',
};

export const nodesMeaning = (code: NodesCode): string => meanings[code];

/** `web 3 → 5`, or `web 3 (would be 5)`; what leaves by its id. */
export function nodesChange({ groups, leaving = [], mode }: NodesDecided): string {
  const sizes = Object.entries(groups).map(([name, { from, to }]) =>
    mode === 'act' ? `${name} ${from} → ${to}` : `${name} ${from} (would be ${to})`,
  );
  const gone = leaving.length === 0 ? [] : [`${mode === 'act' ? 'leaving' : 'would leave'}: ${idsOf(leaving)}`];
  return [...sizes, ...gone].join(', ');
}

const mostIds = 3;

function idsOf(ids: readonly string[]): string {
  const more = ids.length - mostIds;
  return more > 0 ? `${ids.slice(0, mostIds).join(' ')} and ${more} more` : ids.join(' ');
}
