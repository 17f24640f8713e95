import type { Receiver, Route } from '../../alert/policy.ts';
import { minuteMs } from '../../core/time.ts';

/** How soon a degraded service rings: what heals by itself in five minutes wakes nobody. */
const degradedForMs = 5 * minuteMs;

const builtIn = { match: {}, forMs: 0, continue: false } as const;

/** Receivers by what they are for: places people read, pagers, and the rest (mail, other systems). */
function sorted(receivers: readonly Receiver[]) {
  const named = (types: readonly string[]) =>
    receivers.filter(({ destination }) => types.includes(destination.type)).map(({ name }) => name);
  const chats = named(['slack', 'slack-webhook', 'amazon-q']);
  const others = named(['sns', 'webhook']);
  return {
    readers: chats.length > 0 ? chats : others,
    pagers: named(['pagerduty']),
    all: receivers.map(({ name }) => name),
  };
}

/**
 * The routes of a file that writes none: all is told where people read; what is down goes to everybody, what stays
 * degraded rings.
 */
export function defaultRoutes(receivers: readonly Receiver[]): Route[] {
  const { readers, pagers, all } = sorted(receivers);
  return [
    { ...builtIn, id: 'built-in route for down', match: { impact: ['down'] }, to: all },
    {
      ...builtIn,
      id: 'built-in route for degraded',
      match: { impact: ['degraded'] },
      forMs: pagers.length > 0 ? degradedForMs : 0,
      to: [...readers, ...pagers],
    },
    lastRoute(receivers),
  ];
}

/** What no other route takes: it goes to the first receiver that does not ring, so that nothing is told to nobody. */
export function lastRoute(receivers: readonly Receiver[]): Route {
  const { readers, all } = sorted(receivers);
  return { ...builtIn, id: 'built-in last route', to: (readers.length > 0 ? readers : all).slice(0, 1) };
}
