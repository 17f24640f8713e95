import type { AlertReads } from '../../lib/alert/gather.ts';
import type { Read } from '../../lib/core/ports.ts';
import type { Instant } from '../../lib/core/time.ts';

/** Recorded events are all there is: nobody can be asked for more. */
export const notAsked = { ok: false, reason: 'not-asked' } as const;

export async function unread(): Promise<typeof notAsked> {
  return notAsked;
}

/** Nobody measures what recorded events tell of. */
export const noSizes: AlertReads['sizes'] = {
  allServices: unread,
  daysOf: unread,
  hoursOf: unread,
  fargateVcpus: unread,
  service: unread,
  taskDefinition: unread,
};

/** What is known as of now; what is not was never asked. */
export function knownAt<Value>(value: Value | undefined, at: Instant): Read<Value> {
  return value === undefined ? notAsked : { ok: true, value, at };
}
