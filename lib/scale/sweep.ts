import type { Action, Decision, Question } from '../core/decision.ts';
import type { Envelope } from '../core/event.ts';
import { matchesGlob } from '../core/glob.ts';
import type { NodesToScale, ScaleEvent, ServiceToScale } from '../core/scale-event.ts';
import type { Read } from '../core/ports.ts';
import { minuteMs } from '../core/time.ts';
import type { SweepFacts } from './facts.ts';
import { thingOf } from './names.ts';
import type { ScaleTarget } from './orders.ts';
import type { ScalePolicy } from './policy.ts';
import { policyFor } from './policy.ts';
import type { ScaleState, SweepState } from './state.ts';

/** How often services are looked for that a pattern of the configuration fits. Those it names are known at once. */
const everyMs = 5 * minuteMs;

type SweepQuestion = Question<ScaleEvent, SweepState, ScaleTarget, SweepFacts, ScalePolicy>;

/** A new service is scaled, and a new cluster's instances are, without anybody saying so: patterns fit what there is now. */
export function decideSweep(question: SweepQuestion): Decision<ScaleState, ScaleTarget> {
  const { state, facts, policy, now } = question;
  const known: SweepState = state ?? { kind: 'sweep', lookAt: now, told: [] };
  const { services, nodeClusters } = facts;
  if (policy.entries.length === 0 && policy.nodes.length === 0)
    return ended({ kind: 'sweep', lookAt: now + everyMs, told: [] }, 'nothing is to be scaled');
  const reads = [...(policy.entries.length > 0 ? [services] : []), ...(policy.nodes.length > 0 ? [nodeClusters] : [])];
  if (reads.includes(undefined)) return ended({ ...known, lookAt: Math.max(known.lookAt, now + 1) }, 'it has its time');
  const unread = reads.find((read) => read?.ok === false);
  if (unread?.ok === false)
    return ended({ ...known, lookAt: now + minuteMs }, `services could not be listed: ${unread.reason}`);
  const scaled = namesIn(services).filter((name) => isScaled(policy, name));
  const clusters = namesIn(nodeClusters).filter((name) => !isIgnored(policy, name));
  const found = scaled.filter((name) => !known.told.includes(name));
  const foundClusters = clusters.filter((name) => known.nodes?.includes(name) !== true);
  const next: SweepState = {
    kind: 'sweep',
    lookAt: now + everyMs,
    told: scaled,
    ...(policy.nodes.length > 0 && { nodes: clusters }),
  };
  return {
    ...ended(next, `${scaled.length} services are scaled, ${found.length} of them new`),
    actions: [
      ...found.map((name) =>
        passing(name, { kind: 'service-to-scale', ...envelopeOf(name, question), ...placeOf(name) }),
      ),
      ...foundClusters.map((name) =>
        passing(`nodes/${name}`, { kind: 'nodes-to-scale', ...envelopeOf(`nodes/${name}`, question), cluster: name }),
      ),
    ],
  };
}

function namesIn(read: Read<readonly string[]> | undefined): readonly string[] {
  return read?.ok === true ? read.value : [];
}

function ended(state: SweepState, reason: string): Decision<ScaleState, ScaleTarget> {
  return { reason, state, actions: [], next: { wakeAt: state.lookAt } };
}

function envelopeOf(name: string, { key, policy, now }: SweepQuestion): Envelope {
  const { region } = thingOf(key);
  return { id: `scale/${name}/${now}`, at: now, account: policy.stack.account, region };
}

function passing(name: string, pass: ServiceToScale | NodesToScale): Action<ScaleTarget> {
  return { type: 'telling', key: `found ${name}`, target: { pass } };
}

function isIgnored({ ignoredClusters }: ScalePolicy, cluster: string): boolean {
  return ignoredClusters.some((pattern) => matchesGlob(pattern, cluster));
}

function isScaled(policy: ScalePolicy, name: string): boolean {
  const { cluster, service } = placeOf(name);
  const found = policyFor(policy, cluster, service);
  return found !== undefined && found.mode !== 'none';
}

function placeOf(name: string): { readonly cluster: string; readonly service: string } {
  const [cluster = '', service = ''] = name.split('/');
  return { cluster, service };
}
