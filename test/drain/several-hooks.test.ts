import { describe, expect, test } from 'vitest';
import { managedDrainingHook } from '../../sim/account/autoscaling/managed-draining.ts';
import { recommendRebalance } from '../../sim/account/autoscaling/spot.ts';
import type { BusEvent } from '../../sim/cloud/bus.ts';
import type { Case } from './cases.ts';
import { after, end, hostOf, patient, play } from './cases.ts';
import type { Yard } from './yard.ts';
import { countOf, ownHook, serve } from './yard.ts';

const second = { ...ownHook, name: 'watchkeeper-second' };
const foreign = { ...ownHook, name: 'deregister-from-chef', metadata: '{}' };

/** Its tasks stop so long after they are told to. */
const slow =
  (stopTimeoutS: number) =>
  (yard: Yard): void =>
    patient(serve(yard, 'shop', { desired: 6 }, stopTimeoutS * 500), stopTimeoutS);

/** All events come but that of one hook. */
const without =
  (hook: string) =>
  ({ detail }: BusEvent): boolean =>
    detail['LifecycleHookName'] !== hook;

const completes = (yard: Yard): readonly unknown[] =>
  yard.calls
    .filter(({ operation }) => operation === 'AutoScaling.CompleteLifecycleAction')
    .map(({ input }) => input['LifecycleHookName']);

const cases: readonly Case[] = [
  {
    name: 'of two of ours the event of one is lost: both are kept alive and completed',
    given: { hooks: [ownHook, { ...second, heartbeatTimeoutS: 60 }], deliver: without(second.name) },
    services: slow(400),
    act: end,
    minutes: 12,
    ends: 'gone',
    also: (yard) => expect(new Set(completes(yard))).toEqual(new Set([ownHook.name, second.name])),
  },
  {
    name: 'beside that of ECS the event of ours is lost',
    given: { hooks: [managedDrainingHook, ownHook], deliver: without(ownHook.name) },
    act: end,
    ends: 'gone',
    also: (yard) => expect(completes(yard)).toEqual([ownHook.name]),
  },
  {
    name: "beside somebody else's the event of ours is lost",
    given: { hooks: [foreign, ownHook], deliver: without(ownHook.name) },
    act: (yard, leaving) => {
      end(yard, leaving);
      after(yard, 360, () => void leaving.actions.delete(foreign.name));
    },
    ends: 'waits',
    minutes: 4,
    also: (yard) => expect(completes(yard)).toEqual([ownHook.name]),
  },
  {
    name: 'the time of one runs out: it is let go by itself, and the other keeps the instance until its tasks have stopped',
    given: {
      hooks: [
        { ...ownHook, heartbeatTimeoutS: 30, defaultResult: 'ABANDON' },
        { ...second, heartbeatTimeoutS: 600 },
      ],
      drain: 'web: { mode: act, deadline: 3h }',
    },
    services: slow(2 * 3600),
    act: end,
    minutes: 75,
    ends: 'gone',
    also: (yard) => expect(completes(yard)).toEqual([ownHook.name, second.name]),
  },
  {
    name: 'drained for a recommendation long before: what the hook begins has its own patience',
    given: {
      hosts: 6,
      group: { spot: true },
      drain: 'web: { mode: act, rebalance: act, deadline: 30m }',
    },
    services: slow(600),
    act: async (yard, leaving) => {
      recommendRebalance(yard.scaling, yard.group, leaving);
      await yard.run(40 * 60);
      expect(hostOf(leaving).status).toBe('DRAINING');
      expect(yard.drainOf(leaving)?.ended).toBe('drained');
      end(yard, leaving);
    },
    ends: 'gone',
    also: (yard, leaving) => {
      expect(yard.drainOf(leaving)?.told).toBeUndefined();
      expect(countOf(yard, 'AutoScaling.CompleteLifecycleAction')).toBe(1);
    },
  },
];

describe('an instance that waits for several hooks, or for one after another reason', () => {
  test.each(cases)('$name', { timeout: 60_000 }, async (each) => {
    expect(await play(each)).toBe(each.ends);
  });
});
