import type { AskedTask, RequiredAttribute } from './asked.ts';
import { findAttributeFix } from './attribute-fixes.ts';
import { neverOnExternalInstances } from './attribute-requirements.ts';
import type { Possible } from './change.ts';
import { costs } from './change.ts';
import { changeTexts } from './change-texts.ts';
import { roomOn } from './checks.ts';
import { withDaemons } from './daemons.ts';
import type { Room } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import type { Question } from './question.ts';
import { questionOf } from './question.ts';
import { emptyLike, hasAttributes, instanceTypeOf, isExternal, zoneOf } from './supply.ts';

/** What the instances can be given, and which instance could be added. */
export function instanceChanges(
  asked: AskedTask,
  instances: readonly PlacementInstance[],
  daemons: readonly AskedTask[],
): readonly Possible[] {
  const question = questionOf(asked);
  return [
    ...missingAttributes(question, instances),
    ...agentsBack(instances, (each) => withDaemons([each], daemons, asked)),
    ...activated(instances, (each) => withDaemons([each], daemons, asked)),
    ...oneMoreOfEach(question, instances, daemons).map(({ possible }) => possible),
  ];
}

/** Each attribute that instances lack, and all of them together: an old agent lacks several. */
function missingAttributes({ attributes }: Question, instances: readonly PlacementInstance[]): readonly Possible[] {
  const lacking = attributes.filter((wanted) => instances.some((instance) => lacks(instance, wanted)));
  const each = lacking.map((wanted) => withAttributes([wanted], instances));
  return lacking.length > 1 ? [...each, withAttributes(lacking, instances)] : each;
}

/** It lacks it, and can have it. */
function lacks(instance: PlacementInstance, { name, value }: RequiredAttribute): boolean {
  const { attributes } = instance;
  if (!hasAttributes(instance) || (isExternal(instance) && neverOnExternalInstances.has(name))) return false;
  return !attributes.has(name) || (value !== undefined && attributes.get(name) !== value);
}

/** Attributes that ECS or the agent sets come with other instances; anybody's own are put in place (PutAttributes). */
function withAttributes(wanted: readonly RequiredAttribute[], instances: readonly PlacementInstance[]): Possible {
  let count = 0;
  const changed = instances.map((instance) => {
    const missing = wanted.filter((each) => lacks(instance, each));
    if (missing.length === 0) return instance;
    count += 1;
    const added = missing.map(({ name, value }) => [name, value] as const);
    return { ...instance, attributes: new Map([...instance.attributes, ...added]) };
  });
  const names = wanted.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));
  const ofEcs = wanted.find(({ name }) => name.startsWith('ecs.') || name.startsWith('com.amazonaws.ecs.'));
  const found = findAttributeFix((ofEcs ?? wanted[0])?.name ?? '');
  const cost = (ofEcs === undefined ? costs.attribute : costs.attributeOfAgent) + wanted.length - 1;
  const text = count === 1 ? changeTexts.attributeOnOne : changeTexts.attribute;
  const said = { text, fills: { name: names.join(', '), count } };
  const how = found === undefined ? {} : { how: { text: found.fix.fix, fills: found.fills } };
  return { change: { kind: 'attribute', cost, said, ...how }, instances: changed };
}

/** Before anything else, an instance that comes back gets the daemons it lacks. */
type Settled = (instance: PlacementInstance) => readonly PlacementInstance[];

function agentsBack(instances: readonly PlacementInstance[], settled: Settled): readonly Possible[] {
  const away = new Set(
    instances.filter(({ agentConnected, status }) => agentConnected === false && status === 'ACTIVE'),
  );
  const said = saidOf([...away], changeTexts.agentOfOne, changeTexts.agent);
  const changed = instances.flatMap((each) => (away.has(each) ? settled({ ...each, agentConnected: true }) : each));
  return away.size === 0 ? [] : [{ change: { kind: 'agent', cost: costs.agent, said }, instances: changed }];
}

function activated(instances: readonly PlacementInstance[], settled: Settled): readonly Possible[] {
  const draining = new Set(instances.filter(({ status }) => status === 'DRAINING'));
  const said = saidOf([...draining], changeTexts.activateOne, changeTexts.activate);
  const changed = instances.flatMap((each) => (draining.has(each) ? settled({ ...each, status: 'ACTIVE' }) : each));
  return draining.size === 0 ? [] : [{ change: { kind: 'activate', cost: costs.activate, said }, instances: changed }];
}

function saidOf(
  of: readonly PlacementInstance[],
  one: (typeof changeTexts)['agentOfOne' | 'activateOne'],
  several: (typeof changeTexts)['agent' | 'activate'],
) {
  const instance = of[0]?.ec2InstanceId ?? of[0]?.arn;
  return { text: of.length === 1 ? one : several, fills: { instance, count: of.length } };
}

type Best = { readonly like: PlacementInstance; readonly zones: Set<string> } & Room;

/**
 * One more instance of each type and capacity provider, as the best placed of those there are: how many copies it takes
 * when it is new, with nothing on it but the daemons.
 */
export function oneMoreOfEach(
  question: Question,
  instances: readonly PlacementInstance[],
  daemons: readonly AskedTask[],
) {
  const best = new Map<string, Best>();
  for (const instance of instances) {
    const type = instanceTypeOf(instance);
    if (type === undefined) continue;
    const key = `${type} ${instance.capacityProvider ?? ''}`;
    const [like = instance] = withDaemons([emptyLike(instance)], daemons, question.asked);
    const { least, most } = roomOn(question, like);
    const known = best.get(key);
    const zones = known?.zones ?? new Set<string>();
    zones.add(zoneOf(instance) ?? '');
    if (known === undefined || least > known.least) best.set(key, { like, least, most, zones });
  }
  return [...best.values()].map(({ like, least, most, zones }) => ({
    like,
    least,
    most,
    possible: oneMore(like, instances, { isZonal: zones.size > 1 && question.asked.places !== undefined }),
  }));
}

function oneMore(
  like: PlacementInstance,
  instances: readonly PlacementInstance[],
  { isZonal }: { readonly isZonal: boolean },
): Possible {
  const fills = { type: instanceTypeOf(like), zone: zoneOf(like), provider: like.capacityProvider };
  const isOfProvider = like.capacityProvider !== undefined;
  const text = isZonal ? changeTexts.instanceIn : isOfProvider ? changeTexts.instanceOf : changeTexts.instance;
  return {
    change: { kind: 'instance', cost: costs.instance, said: { text, fills } },
    instances: [...instances, like],
  };
}
