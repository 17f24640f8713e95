import type { AlertReads } from '../../lib/alert/gather.ts';

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
