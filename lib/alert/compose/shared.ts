import { versionOf, parseImageReference } from '../../ecs/image-reference.ts';
import type { Member } from '../state.ts';
import type { sharedTexts } from '../texts/umbrella.ts';
import { tellingCauses } from './cause.ts';
import { lastPart } from '../../core/last-part.ts';

type SharedKind = keyof typeof sharedTexts;

/** What members have in common: `count` of them have this value. */
export type Shared = { readonly kind: SharedKind; readonly value: string; readonly count: number };

/**
 * The most telling first, which is the most specific: an instance explains what ran on it, an image who used it. That all
 * of them are in one zone may be chance, so a common image comes before it.
 */
const traits: readonly { readonly kind: SharedKind; readonly of: (member: Member) => string | undefined }[] = [
  {
    kind: 'instance',
    of: ({ alert: { pointers } }) =>
      pointers.ec2InstanceId ?? (pointers.containerInstanceArn && lastPart(pointers.containerInstanceArn)),
  },
  { kind: 'image', of: ({ alert }) => imageOf(alert.pointers.image) },
  { kind: 'zone', of: ({ alert }) => alert.pointers.availabilityZone },
  { kind: 'cause', of: ({ alert }) => tellingCauses(alert.causes)[0]?.id },
  { kind: 'cluster', of: ({ alert }) => (alert.subject.cluster === '-' ? undefined : alert.subject.cluster) },
];

/** A trait most of them have is worth a word; with fewer it may be chance. A judgement of ours. */
const enough = 0.7;

/** What most members share, the most telling first; what all share comes before what most do. */
export function sharedBy(members: readonly Member[]): readonly Shared[] {
  const found = traits.flatMap(({ kind, of }) => mostOf(kind, members.map(of)));
  const common = found.filter(({ count }) => count >= members.length * enough);
  return [
    ...common.filter(({ count }) => count === members.length),
    ...common.filter(({ count }) => count < members.length),
  ];
}

/** Whether one of them has what most of the others have in common; where they have nothing in common, any has. */
export function hasInCommon(members: readonly Member[], member: Member): boolean {
  const [first] = sharedBy(members.filter((each) => each !== member));
  return first === undefined || traits.find(({ kind }) => kind === first.kind)?.of(member) === first.value;
}

function mostOf(kind: SharedKind, values: readonly (string | undefined)[]): Shared[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most === undefined ? [] : [{ kind, value: most[0], count: most[1] }];
}

function imageOf(image: string | undefined): string | undefined {
  if (image === undefined) return undefined;
  const reference = parseImageReference(image);
  return `${reference.repository}:${versionOf(reference)}`;
}
