import { describe, expect, test } from 'vitest';
import type { GroupHook, InstanceGroup } from '../../../lib/core/group-reads.ts';
import { placesOf } from '../../../lib/core/language.ts';
import { hourMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { HookPolicy } from '../../../lib/ecs/draining/hook-findings.ts';
import { hookFindings } from '../../../lib/ecs/draining/hook-findings.ts';

const own: GroupHook = {
  name: 'watchkeeper-drain',
  transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  heartbeatMs: 5 * minuteMs,
  globalMs: 500 * minuteMs,
  defaultResult: 'CONTINUE',
};
const managed: GroupHook = {
  ...own,
  name: 'ecs-managed-draining-termination-hook',
  heartbeatMs: hourMs,
  globalMs: 48 * hourMs,
};

const group: InstanceGroup = {
  name: 'web',
  clusters: ['prod'],
  capacityProviders: [],
  instances: 3,
  tags: {},
  hasWarmPool: false,
  isManaged: false,
  hooks: [own],
};
const policy: HookPolicy = { mark: 'watchkeeper', mode: 'act', deadlineMs: hourMs };

type Case = {
  readonly name: string;
  readonly hooks?: readonly GroupHook[];
  readonly group?: Partial<InstanceGroup>;
  readonly policy?: Partial<HookPolicy>;
  readonly wrong?: readonly string[];
  readonly notes?: readonly string[];
};

const cases: readonly Case[] = [
  { name: 'a hook as it should be' },
  { name: 'one that is ours by its metadata', hooks: [{ ...own, name: 'drain', metadata: '{"watchkeeper":"drain"}' }] },
  { name: 'none', hooks: [], wrong: ['no-hook'] },
  { name: 'none, and nobody may act', hooks: [], policy: { mode: 'observe' }, notes: ['no-hook-observed'] },
  { name: 'none, in a group that is left alone', hooks: [], policy: { mode: 'none' } },
  { name: 'only that of somebody else', hooks: [{ ...own, name: 'backup' }], wrong: ['no-hook'], notes: ['foreign'] },
  { name: 'only that of ECS', hooks: [managed], notes: ['managed-alone'] },
  { name: 'only that of ECS, with a cap', hooks: [managed], policy: { managedCapMs: hourMs } },
  { name: 'ours beside that of ECS', hooks: [own, managed], notes: ['managed-beside'] },
  { name: 'ours twice', hooks: [own, { ...own, name: 'watchkeeper-2' }], wrong: ['several'] },
  {
    name: 'a time-out nobody can keep alive',
    hooks: [{ ...own, heartbeatMs: 60 * secondMs, globalMs: 100 * minuteMs }],
    wrong: ['short-heartbeat'],
  },
  { name: 'two minutes are enough', hooks: [{ ...own, heartbeatMs: 120 * secondMs, globalMs: 200 * minuteMs }] },
  { name: 'ABANDON', hooks: [{ ...own, defaultResult: 'ABANDON' }], wrong: ['abandon'] },
  {
    name: 'it ends before the deadline',
    hooks: [{ ...own, heartbeatMs: 120 * secondMs, globalMs: 200 * minuteMs }],
    policy: { deadlineMs: 6 * hourMs },
    wrong: ['ends-before-deadline'],
  },
  {
    name: 'a hook of launches',
    hooks: [{ ...own, transition: 'autoscaling:EC2_INSTANCE_LAUNCHING' }],
    wrong: ['no-hook', 'wrong-transition'],
  },
  { name: 'one nobody completes', policy: { mode: 'observe' }, wrong: ['no-effect'] },
  {
    name: 'a target of its own',
    hooks: [{ ...own, target: 'arn:aws:sqs:eu-west-1:123456789012:q' }],
    notes: ['target'],
  },
  { name: 'a warm pool', group: { hasWarmPool: true }, notes: ['warm-pool'] },
];

describe('the hooks of a group', () => {
  test.each(cases)('$name', ({ hooks = [own], group: more, policy: rules, wrong = [], notes = [] }) => {
    const found = hookFindings({ ...group, ...more, hooks }, { ...policy, ...rules });
    expect(found.filter(({ level }) => level === 'wrong').map(({ id }) => id)).toEqual(wrong);
    expect(found.filter(({ level }) => level === 'note').map(({ id }) => id)).toEqual(notes);
    for (const { said, fills } of found) {
      expect(placesOf(said, 'ja')).toEqual(placesOf(said, 'en'));
      expect(placesOf(said, 'en').filter((place) => fills[place] === undefined)).toEqual([]);
    }
  });
});
