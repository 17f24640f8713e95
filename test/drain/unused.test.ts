import { expect, test } from 'vitest';
import type { EcsHost } from '../../lib/core/host-reads.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { freshState } from '../../lib/drain/hear.ts';
import { learn } from '../../lib/drain/learn.ts';
import type { DrainPolicy } from '../../lib/drain/policy.ts';
import { defaultGroupPolicy } from '../../lib/drain/policy.ts';

const now = Date.UTC(2026, 10, 20, 18);
const id = 'i-0c4f91b2d3e4f5a60';
const policy: DrainPolicy = {
  stack: { account: '123456789012', region: 'eu-west-1' },
  hookMark: 'watchkeeper',
  ignoredClusters: [],
  defaults: defaultGroupPolicy,
  overrides: [],
  live: new Map(),
};
const used: EcsHost = {
  arn: 'arn:aws:ecs:eu-west-1:123456789012:container-instance/web/used',
  cluster: 'web',
  ec2InstanceId: id,
  status: 'ACTIVE',
  agentConnected: true,
  counted: 3,
};
const other: EcsHost = { ...used, arn: `${used.arn}-not`, agentConnected: false, counted: 0 };

/** Since when its agent is away, after these reads, a minute apart. */
function awayAfter(...reads: readonly (readonly EcsHost[])[]): number | undefined {
  return reads.reduce(
    (state, value, at) =>
      learn(
        state,
        {
          kind: 'instance',
          looked: false,
          tasks: new Map(),
          daemons: new Map(),
          hosts: { ok: true, value, at: now + at * minuteMs },
        },
        { policy, now: now + at * minuteMs },
      ),
    freshState(id, now),
  ).agentAwayAt;
}

const draining = (host: EcsHost): EcsHost => ({ ...host, status: 'DRAINING', counted: 0 });

test.each([
  { name: 'all agents are there', reads: [[used]], away: undefined },
  { name: 'its agent is away', reads: [[{ ...used, agentConnected: false }]], away: 0 },
  {
    name: 'a registration that was never used has no agent',
    reads: [[used, other], [used, other].map(draining)],
    away: undefined,
  },
  { name: 'the only registration was never used', reads: [[other]], away: 0 },
  { name: 'one that holds tasks has lost its agent to the other', reads: [[used, { ...other, counted: 2 }]], away: 0 },
  {
    name: 'one whose tasks are told to stop has lost its agent',
    reads: [[used, { ...other, counted: 2 }], [used, other].map(draining)],
    away: 0,
  },
  {
    name: 'one that was used has lost its agent',
    reads: [[used, { ...other, agentConnected: true }], [used, other].map(draining)],
    away: 1,
  },
  { name: 'one was first seen while it was drained', reads: [[used, draining(other)]], away: 0 },
])('$name', ({ reads, away }) => {
  expect(awayAfter(...reads)).toBe(away === undefined ? undefined : now + away * minuteMs);
});
