import type { Decision, Question } from '../core/decision.ts';
import type { ScaleEvent } from '../core/scale-event.ts';
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

/** A new service is scaled without anybody saying so: patterns fit what there is now. */
export function decideSweep({ key, state, facts, policy, now }: SweepQuestion): Decision<ScaleState, ScaleTarget> {
  const known: SweepState = state ?? { kind: 'sweep', lookAt: now, told: [] };
  if (policy.entries.length === 0)
    return {
      reason: 'nothing is to be scaled',
      state: { ...known, told: [] },
      actions: [],
      next: { wakeAt: now + everyMs },
    };
  const { services } = facts;
  if (services === undefined || !services.ok) {
    const lookAt = services === undefined ? Math.max(known.lookAt, now + 1) : now + minuteMs;
    const reason = services === undefined ? 'it has its time' : `services could not be listed: ${services.reason}`;
    return { reason, state: { ...known, lookAt }, actions: [], next: { wakeAt: lookAt } };
  }
  const scaled = services.value.filter((name) => isScaled(policy, name));
  const found = scaled.filter((name) => !known.told.includes(name));
  const lookAt = now + everyMs;
  const { region } = thingOf(key);
  return {
    reason: `${scaled.length} services are scaled, ${found.length} of them new`,
    state: { kind: 'sweep', lookAt, told: scaled },
    actions: found.map((name) => ({
      type: 'telling',
      key: `found ${name}`,
      target: {
        pass: {
          kind: 'service-to-scale',
          id: `scale/${name}/${now}`,
          at: now,
          account: policy.stack.account,
          region,
          ...placeOf(name),
        },
      },
    })),
    next: { wakeAt: lookAt },
  };
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
