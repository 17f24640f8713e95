import type { Asked } from '../core/feature.ts';
import type { Read } from '../core/ports.ts';
import type { RecordKey } from '../core/record.ts';
import type { ScaleEvent } from '../core/scale-event.ts';
import type { Instant } from '../core/time.ts';
import { beforehand } from './beforehand.ts';
import type { ScaleFacts, ScaleReads, ServiceFacts } from './facts.ts';
import { freshState, hearing } from './hear.ts';
import type { Thing } from './names.ts';
import { nodesTotalKey, thingOf } from './names.ts';
import type { ScalePolicy, Source } from './policy.ts';
import { policyFor } from './policy.ts';
import type { Reading } from './sources.ts';
import type { ScaleState } from './state.ts';

type Context = { readonly policy: ScalePolicy; readonly now: Instant };
type AskedScale = Asked<ScaleEvent, ScaleState>;

const untouched: ServiceFacts = { kind: 'service', readings: new Map() };

/** Reads what is true now of the services whose time it is. Their calls go out together, and ports join them. */
export async function gather(
  asked: readonly AskedScale[],
  read: ScaleReads,
  context: Context,
): Promise<ReadonlyMap<RecordKey, ScaleFacts>> {
  const facts = asked.map(async (each): Promise<[RecordKey, ScaleFacts]> => [
    each.key,
    await factsOf(each, read, context),
  ]);
  return new Map(await Promise.all(facts));
}

async function factsOf(each: AskedScale, read: ScaleReads, context: Context): Promise<ScaleFacts> {
  const thing = thingOf(each.key);
  if (thing.kind === 'nodes') return nodesFacts(thing.cluster, each, { read, context });
  return thing.kind === 'sweep' ? sweepFacts(each, read, context) : serviceFacts(thing, each, { read, context });
}

async function sweepFacts({ state }: AskedScale, read: ScaleReads, { policy, now }: Context): Promise<ScaleFacts> {
  const isDue = state?.kind !== 'sweep' || state.lookAt <= now;
  if (!isDue) return { kind: 'sweep' };
  const nodeClusters = policy.nodes.length === 0 ? {} : { nodeClusters: await read.nodeClusters() };
  if (policy.entries.length === 0) return { kind: 'sweep', ...nodeClusters };
  const clusters = [...new Set(policy.entries.map(({ services }) => services.slice(0, services.indexOf('/'))))];
  return { kind: 'sweep', services: await read.services(clusters), ...nodeClusters };
}

/** What reads a cluster's instances is loaded where the configuration says something of them. */
async function nodesFacts(cluster: string, { events, state }: AskedScale, setting: Setting): Promise<ScaleFacts> {
  const { gatherNodes } = await import('./nodes/gather.ts');
  const { policy, now } = setting.context;
  const asked = { cluster, events, state: state?.kind === 'nodes' ? state : undefined };
  const totalKey = policy.nodesTotal === undefined ? {} : { totalKey: nodesTotalKey(policy.stack.region) };
  return gatherNodes(asked, setting.read, { entries: policy.nodes, ...totalKey, now });
}

type Setting = { readonly read: ScaleReads; readonly context: Context };
type ServiceThing = Extract<Thing, { kind: 'service' }>;

async function serviceFacts(thing: ServiceThing, each: AskedScale, { read, context }: Setting): Promise<ServiceFacts> {
  const { cluster, service: name } = thing;
  const policy = policyFor(context.policy, cluster, name);
  if (policy === undefined || policy.mode === 'none') return untouched;
  const known = each.state?.kind === 'service' ? each.state : freshState(cluster, name, context.now);
  const { state, isDue } = hearing(known, each.events, { policy, now: context.now });
  if (!isDue) return untouched;
  const which = { cluster, service: name };
  const [service, others, held, readings] = await Promise.all([
    read.service(which),
    read.otherScaling(which),
    read.heldBy(which),
    readingsOf(policy.sources, read),
  ]);
  const facts: ServiceFacts = { kind: 'service', service, others, held, readings };
  if (!service.ok) return facts;
  const look = { service: service.value, facts, policy, timezone: context.policy.timezone, now: context.now };
  return { ...facts, ...(await beforehand(state, look, read)) };
}

async function readingsOf(sources: readonly Source[], read: ScaleReads): Promise<ServiceFacts['readings']> {
  const each = sources.map(async (source): Promise<[string, Read<Reading>]> => [
    source.id,
    await readingOf(source, read),
  ]);
  return new Map(await Promise.all(each));
}

async function readingOf(source: Source, read: ScaleReads): Promise<Read<Reading>> {
  if (source.kind === 'queue') {
    const depth = await read.queueDepth(source.queue);
    return depth.ok ? { ...depth, value: { kind: 'queue', depth: depth.value } } : depth;
  }
  const points = await read.series(source.queries);
  return points.ok ? { ...points, value: { kind: 'series', points: points.value } } : points;
}
