import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Invariant, Seen } from '../invariant.ts';

/** As much of the record of an instance as is looked at here. */
type Kept = {
  readonly kind?: string;
  readonly id?: string;
  readonly since?: number;
  readonly lookedAt?: number;
  readonly left?: readonly { readonly arn: string; readonly isDaemon: boolean }[];
  readonly told?: { readonly standing: string; readonly order: number };
  readonly refused?: string;
};

/** Reads may be eight seconds old (`poorConsistency`), clocks two off, and events are told in whole seconds. */
const inexactMs = 12 * secondMs;

/** Nobody needs to hear of a drain so young, but that it cannot be done. */
const youngMs = 4 * minuteMs;

const named: Invariant = {
  name: 'what is said to hold an instance is there',
  saved: ({ key, state }, { simulation }) => {
    const { kind, id, left = [], lookedAt, told } = (state ?? {}) as Kept;
    if (kind !== 'instance' || !key.startsWith('drain#') || told?.standing !== 'stuck' || lookedAt === undefined)
      return undefined;
    for (const { arn, isDaemon } of left) {
      const task = simulation.account.tasks.get(arn);
      if (isDaemon || task === undefined) continue;
      if (task.instance?.ec2InstanceId !== id) return `${arn} is said to hold ${id}, and is not there`;
      if (task.stoppedAt !== undefined && task.stoppedAt + inexactMs < lookedAt)
        return `${arn} is said to hold ${id}, and had stopped before anybody looked`;
    }
    return undefined;
  },
};

const quiet: Invariant = {
  name: 'a drain that goes well tells nobody',
  saved: ({ key, state }, seen) => {
    const { kind, id, since = 0, told, refused } = (state ?? {}) as Kept;
    if (kind !== 'instance' || !key.startsWith('drain#') || told?.standing !== 'stuck' || told.order !== 1)
      return undefined;
    const now = seen.simulation.agenda.now();
    if (refused !== undefined || now - since >= youngMs || isPressed(id ?? '', seen)) return undefined;
    return `${id} was told of ${Math.round((now - since) / secondMs)} s after its drain began`;
  },
};

/** There is less time than that. */
function isPressed(id: string, { drains }: Seen): boolean {
  return drains.warnedAt.has(id) || drains.acts.some(({ instance }) => instance === id);
}

export const wordInvariants = (): readonly Invariant[] => [named, quiet];
