import { lastPart } from '../../../lib/core/last-part.ts';
import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Invariant, Seen } from '../invariant.ts';
import type { MadeCall } from './ledger.ts';

/** What one drain may cost: to begin and to end; a page of tasks; a heartbeat; a look now and then while it lasts. */
const [once, eachPage, eachBeat, eachLook] = [22, 8, 1, 12];
const lookEveryMs = 10 * minuteMs;

/** Amazon ECS, request throttling: reads of cluster resources have a bucket of 100, and 20 a second. */
const [burst, perSecond] = [100, 20];

const reads: ReadonlySet<string> = new Set([
  'ECS.ListContainerInstances',
  'ECS.DescribeContainerInstances',
  'ECS.ListTasks',
  'ECS.DescribeTasks',
]);

const bounded: Invariant = {
  name: 'calls for a drain are bounded',
  ended: (seen) => {
    if (!isUndisturbed(seen)) return undefined;
    const { drains, simulation } = seen;
    const now = simulation.agenda.now();
    const made = drains.calls.filter(({ what }) => ofDrains.test(what)).length;
    const records = simulation.store.all().filter(({ key }) => /^drain#.*#instance\//u.test(key));
    const own = new Set(drains.own.map(({ instance }) => instance.id));
    const others = records.filter(({ key }) => !own.has(lastPart(key)));
    const watched = others.reduce((sum, { state }) => sum + looksSince(state, now), 0);
    const allowed = drains.own.reduce(
      (sum, { startedAt, endedAt = now, tasks, action }) => {
        const beats = Math.ceil((endedAt - startedAt) / ((action.hook.heartbeatTimeoutS * secondMs) / 2));
        const looks = Math.ceil((endedAt - startedAt) / lookEveryMs);
        return sum + once + eachPage * Math.ceil(tasks / seen.itemsPerPage) + eachBeat * beats + eachLook * looks;
      },
      40 + records.length * once + eachLook * watched + asksOf(seen),
    );
    return made <= allowed ? undefined : `${made} calls for ${drains.own.length} drains, where ${allowed} are enough`;
  },
};

/** What ECS drains by itself is looked at as seldom as what we drain. */
function looksSince(state: unknown, now: Instant): number {
  const { since = now } = (state ?? {}) as { readonly since?: Instant };
  return Math.floor((now - since) / lookEveryMs);
}

/** What can wait asks whether there is room for it, ever less often: a list and two descriptions. */
const [eachAsk, mostAsks] = [4, 45];

function asksOf({ drains }: Seen): number {
  const asked = new Set(
    drains.acts.filter(({ did }) => did === 'requested' || did === 'planned').map((each) => each.instance),
  );
  return eachAsk * mostAsks * new Set([...asked, ...drains.advisedAt.keys()]).size;
}

/** All of ECS and Auto Scaling but the sweep's, which is the same whether or not anything drains. */
const ofDrains = /^(?:ECS\.|AutoScaling\.(?!DescribeAutoScalingGroups))/u;

function isUndisturbed({ hindered, hindrances }: Seen): boolean {
  return !hindered() && ['slow-calls', 'messages-doubled', 'events-late'].every((name) => !hindrances.has(name));
}

const unthrottled: Invariant = {
  name: 'reads for drains stay within what ECS allows',
  ended: ({ drains }) => {
    const times = drains.calls.filter(({ what }) => reads.has(what));
    const over = overdrawnAt(times);
    return over === undefined ? undefined : `after ${over} reads the bucket was empty`;
  },
};

/** How many reads had been made when there was nothing left. */
function overdrawnAt(calls: readonly MadeCall[]): number | undefined {
  let left = burst;
  let before = calls[0]?.at ?? 0;
  for (const [index, { at }] of calls.entries()) {
    left = Math.min(burst, left + ((at - before) / secondMs) * perSecond) - 1;
    before = at;
    if (left < 0) return index;
  }
  return undefined;
}

export const costInvariants = (): readonly Invariant[] => [bounded, unthrottled];
