import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { admission } from '../../lib/app/admission.ts';
import { rationed } from '../../lib/aws/rationed-client.ts';
import { faultOf } from '../../lib/aws/errors.ts';

/** Tokens that come back one every so often, under a clock that only waiting moves. */
function setting(everyMs: number, burst: number, until = () => Infinity) {
  let now = 0;
  let spent = 0;
  let asked = 0;
  const admit = admission({
    take: async (most) => {
      asked += 1;
      const there = Math.max(0, burst + Math.floor(now / everyMs) - spent);
      const granted = Math.min(most, there);
      spent += granted;
      return granted;
    },
    now: () => now,
    pause: async (waitMs) => void (now += waitMs),
    patienceMs: 3000,
    until,
  });
  return { admit, now: () => now, asked: () => asked };
}

describe('calls are admitted as tokens allow', () => {
  test('at once while there are some, asked for a few at a time', async () => {
    const { admit, now, asked } = setting(1000, 8);
    const all = await Promise.all(Array.from({ length: 8 }, async () => admit()));
    expect({ all, now: now(), asked: asked() }).toEqual({ all: Array(8).fill(true), now: 0, asked: 2 });
  });

  test('then as they come back, and who has waited for long is sent away', async () => {
    const { admit, now } = setting(1000, 2);
    const all = await Promise.all(Array.from({ length: 10 }, async () => admit()));
    expect(all.filter(Boolean)).toHaveLength(5);
    expect(now()).toBeLessThanOrEqual(3500);
  });

  test('and nobody any more once reading has to end, tokens or not, until the next invocation begins', async () => {
    let until = 2500;
    const { admit, now } = setting(1000, 2, () => until);
    const all = await Promise.all(Array.from({ length: 10 }, async () => admit()));
    expect(all.filter(Boolean)).toHaveLength(4);
    expect(now()).toBeLessThan(3000);
    expect(await admit()).toBe(false);
    until += 10_000;
    expect(await admit()).toBe(true);
  });

  test('always, where nobody can be asked', async () => {
    const admit = admission({
      take: async () => Promise.reject(new Error('no table')),
      now: () => 0,
      pause: async () => {},
      patienceMs: 0,
      until: () => Infinity,
    });
    expect(await admit()).toBe(true);
  });
});

test('a call that is not admitted never leaves, and looks as if AWS had refused it', async () => {
  const asked: string[] = [];
  const client = rationed(new ECSClient({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:1' }), async (command) => {
    asked.push(command);
    return false;
  });
  const error: unknown = await client.send(new ListClustersCommand({})).catch((reason: unknown) => reason);
  expect(faultOf(error)).toBe('throttled');
  expect(String(error)).toContain('not sent');
  expect(asked).toEqual(['ListClustersCommand']);
});
