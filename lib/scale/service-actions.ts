import type { Order } from '../core/decision.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { Course } from './course.ts';
import type { ServiceFacts } from './facts.ts';
import type { ScaleTarget } from './orders.ts';
import { keyOfProtection, keyOfScale, keyOfShift } from './orders.ts';
import type { ServicePolicy } from './policy.ts';
import { minutesOf } from './protection.ts';
import type { ServiceState } from './state.ts';
import type { WeighedUp } from './weigh.ts';

/** An order is not begun later than this: the next look knows better. */
const orderMs = minuteMs;

type Given = {
  readonly desired: number;
  readonly policy: ServicePolicy;
  readonly protecting?: NonNullable<ServiceState['protecting']>;
  readonly now: Instant;
};

/** What is to be changed now: its number, or who is kept from being stopped before that; and where its tasks run. */
export function ordersOf({ state, course, shift }: WeighedUp, given: Given): readonly Order<ScaleTarget>[] {
  const { desired, policy, protecting, now } = given;
  const { cluster, service } = state;
  const order = { type: 'order', notAfter: now + orderMs, mode: policy.mode === 'act' ? 'act' : 'observe' } as const;
  const orders: Order<ScaleTarget>[] = [];
  if (course.applied !== desired) {
    const scale = { cluster, service, tasks: course.applied };
    orders.push({ ...order, key: keyOfScale(course.applied), target: { scale } });
  } else if (protecting !== undefined) {
    const protect = { cluster, tasks: protecting.tasks, minutes: minutesOf({ forMs: protecting.until - now }) };
    orders.push({ ...order, key: protecting.key, target: { protect } });
  }
  if (shift !== undefined) {
    const mode = policy.spot.mode === 'act' ? 'act' : 'observe';
    const target = { shift: { cluster, service, shares: shift.shares } };
    orders.push({ ...order, mode, key: keyOfShift(shift.to), target });
  }
  return orders;
}

/** Tasks at work, where they are to be kept from being stopped first. */
export function protectingOf(
  course: Course,
  busy: ServiceFacts['busy'],
  { policy: { protection }, now }: Pick<Given, 'policy' | 'now'>,
): ServiceState['protecting'] {
  const waits = course.steps.some(({ code }) => code === 'ProtectingTasks');
  if (!waits || protection === undefined || busy?.ok !== true) return undefined;
  const until = now + minutesOf(protection) * minuteMs;
  return { key: keyOfProtection(until), tasks: busy.value.tasks, until };
}
