import { react, takeBack } from '../../sim/chat/slack-state.ts';
import type { Hindrance } from '../../sim/scenario/hindrances.ts';
import { hindrances } from '../../sim/scenario/hindrances.ts';
import type { Pace } from './pace.ts';
import type { Shop } from './shop.ts';
import { visitor } from './views/chat-view.ts';

const fastest = 3600;

/** What the visitor asked for on the page. Returns why it was not done. */
export function asked(
  { shop, pace }: { readonly shop: Shop; readonly pace: Pace },
  path: string,
  body: Readonly<Record<string, unknown>>,
): string | undefined {
  if (path === '/api/speed') return setSpeed(pace, body['speed']);
  if (path === '/api/react') return reactTo(shop, body);
  const [, fault] = /^\/api\/faults\/([a-z-]+)$/.exec(path) ?? [];
  return fault === undefined ? 'There is nothing to ask for here.' : strike(shop, fault, body['target']);
}

function setSpeed(pace: Pace, speed: unknown): string | undefined {
  if (typeof speed !== 'number' || !(speed >= 0) || speed > fastest) return `A speed is a number from 0 to ${fastest}.`;
  pace.speed = speed;
  return undefined;
}

function strike(shop: Shop, fault: string, target: unknown): string | undefined {
  if (Object.hasOwn(hindrances, fault)) {
    shop.hinder(fault as Hindrance);
    return undefined;
  }
  if (shop.traffic.press(fault) || shop.jobs.press(fault, target)) return undefined;
  if (typeof target !== 'string') return shop.damage.strike(fault, {});
  return shop.damage.strike(fault, target.startsWith('i-') ? { instance: target } : { service: target });
}

function reactTo({ simulation }: Shop, { ts, name }: Readonly<Record<string, unknown>>): string | undefined {
  const message = simulation.slack.state.messages.find((each) => each.ts === ts);
  if (message === undefined || typeof name !== 'string') return 'There is no such message.';
  const mine = message.reactions.some((each) => each.name === name && each.users.includes(visitor));
  (mine ? takeBack : react)(simulation.slack.state, message.ts, name, visitor);
  return undefined;
}
