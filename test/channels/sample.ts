import type { Delivery, Destination, Paces } from '../../lib/core/delivery.ts';
import type { Message } from '../../lib/core/message.ts';
import { PortError } from '../../lib/core/outcome.ts';
import type { Instant } from '../../lib/core/time.ts';
import type { DeliveryContext, Secrets } from '../../lib/channels/deliver.ts';

/** 2026-11-21T03:02:00+09:00. */
export const startAt: Instant = Date.UTC(2026, 10, 20, 18, 2);

export const incident = '123456789012/ap-northeast-1/web/service/orders-api#1795197720000';

export const message: Message = {
  incident: 'INC-7F2',
  status: 'firing',
  severity: 'warning',
  summary: '[prod] orders-api: no impact, 4/4 serving. Deploy fails: image v1.42.1 not in ECR',
  bar: 'amber',
  title: ['[prod] orders-api: deployment failing, image tag not found (2 of 2 new tasks)'],
  impact: ['none. 4/4 healthy on rev 141'],
  next: ['ECS rolls back to 141 by itself after 1 more failure, about 03:06'],
  why: ['container ', { code: 'app' }, ': tag ', { code: 'v1.42.1' }, ' does not exist in ', { code: 'orders-api' }],
  changed: ['141 → 142 (03:01): image ', { code: 'v1.42.0 → v1.42.1' }, ', nothing else'],
  do: [['in the morning: push the tag, or deploy again']],
  log: ['CannotPullContainerError: … orders-api:v1.42.1: not found'],
  context: [{ link: 'https://console.aws.amazon.com/ecs/v2?a=1&b=2', text: 'service' }, ' · acme-prod · INC-7F2'],
  labels: { impact: 'Impact', next: 'Next', why: 'Why', changed: 'Changed', do: 'Do' },
  code: '[prod] none orders-api image_tag_missing',
};

export function delivery(destination: Destination, changes: Partial<Delivery> = {}): Delivery {
  return {
    receiver: 'team',
    destination,
    incident,
    change: 'open',
    message,
    replies: [],
    mention: false,
    language: 'en',
    ...changes,
  };
}

/** Enough time for a call on this machine; the deadline is in the same clock as `now`. */
export function context(now: () => Instant = () => startAt, leftMs = 4000): DeliveryContext {
  return { now, deadline: now() + leftMs };
}

/** Every channel may speak at once; `blocked` notes who asked for patience. */
export function openPaces(): Paces & {
  readonly blocked: { channel: string; until: Instant }[];
  readonly taken: string[];
} {
  const blocked: { channel: string; until: Instant }[] = [];
  const taken: string[] = [];
  return {
    blocked,
    taken,
    take: async (channel, amount) => {
      taken.push(`${channel} ${amount}`);
      return {};
    },
    block: async (channel, until) => {
      blocked.push({ channel, until });
    },
  };
}

export function secrets(
  values: Readonly<Record<string, string>>,
  fresh: Readonly<Record<string, string>> = {},
): Secrets {
  return async (parameter, options = {}) => {
    const value = (options.fresh === true ? fresh[parameter] : undefined) ?? values[parameter];
    if (value === undefined) throw new PortError('permanent', `there is no parameter ${parameter}`);
    return value;
  };
}
