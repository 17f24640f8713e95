import { describe, expect, test } from 'vitest';
import type { DrainStands } from '../../lib/core/host-event.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { decideGroup } from '../../lib/drain/group.ts';
import { groupKey } from '../../lib/drain/names.ts';
import type { DrainPolicy } from '../../lib/drain/policy.ts';
import { defaultGroupPolicy } from '../../lib/drain/policy.ts';
import type { GroupState } from '../../lib/drain/state.ts';

const begin = Date.UTC(2026, 10, 20, 18);
const region = 'eu-west-1';
const account = '123456789012';

const policy: DrainPolicy = {
  stack: { account, region },
  hookMark: 'watchkeeper',
  ignoredClusters: [],
  defaults: { ...defaultGroupPolicy, mode: 'act' },
  overrides: [],
  live: new Map(),
};

/** One word of an instance: `minute` counts from the beginning, its drain began with `since`. */
type Word = readonly [standing: DrainStands['standing'], order: number, since: number, minute: number];

function word([standing, order, since, minute]: Word): DrainStands {
  return {
    kind: 'drain-stands',
    id: `i-0c4f91b2d3e4f5a60/${since}/${order}`,
    at: begin + minute * minuteMs,
    account,
    region,
    instanceId: 'i-0c4f91b2d3e4f5a60',
    group: 'hosts',
    cluster: 'web',
    order,
    standing,
    since: begin + since * minuteMs,
    left: 1,
    causes: [],
    ends: 'us',
    mode: 'act',
  };
}

function decided(state: GroupState | undefined, event: DrainStands, now: number) {
  return decideGroup({
    key: groupKey(region, 'hosts'),
    state,
    events: [event],
    facts: { kind: 'group' },
    policy,
    now,
    endedAt: undefined,
    unfinished: [],
    inFlight: [],
    takenOver: false,
  });
}

/** The record as it is after it has heard them, one minute after another. */
function heard(words: readonly Word[]): readonly string[] {
  let state: GroupState | undefined;
  const told: string[] = [];
  for (const [at, each] of words.entries()) {
    const decision = decided(state, word(each), begin + (60 + at) * minuteMs);
    // A record that never was and has nothing to wait for is not born.
    if (decision.state.kind === 'group' && (state !== undefined || 'wakeAt' in decision.next)) state = decision.state;
    for (const { target } of decision.actions)
      if ('send' in target && target.send.kind === 'alert') told.push(target.send.status);
  }
  return told;
}

const cases: readonly { readonly name: string; readonly words: readonly Word[]; readonly told: readonly string[] }[] = [
  {
    name: 'stuck, and then drained',
    words: [
      ['stuck', 1, 0, 30],
      ['drained', 2, 0, 40],
    ],
    told: ['firing', 'resolved'],
  },
  {
    name: 'the first word comes again, late',
    words: [
      ['stuck', 1, 0, 30],
      ['drained', 2, 0, 40],
      ['stuck', 1, 0, 30],
    ],
    told: ['firing', 'resolved'],
  },
  {
    name: 'the first word comes again when the instance has been drained anew, and is gone',
    words: [
      ['stuck', 1, 0, 10],
      ['drained', 2, 0, 12],
      ['drained', 3, 15, 16],
      ['stuck', 1, 0, 10],
    ],
    told: ['firing', 'resolved'],
  },
  {
    name: 'the last word comes first',
    words: [
      ['drained', 2, 0, 40],
      ['stuck', 1, 0, 30],
    ],
    told: [],
  },
  {
    name: 'stuck once more, in a drain of its own',
    words: [
      ['stuck', 1, 0, 30],
      ['drained', 2, 0, 40],
      ['stuck', 3, 20, 50],
    ],
    told: ['firing', 'resolved', 'firing'],
  },
];

test('an activity keeps the name of its incident, also where its instances are in different clusters', () => {
  const keys = new Set<string>();
  let state: GroupState | undefined;
  for (const [at, cluster] of ['batch', 'web'].entries()) {
    const event = { ...word(['stuck', 1, at, 30 + at]), instanceId: `i-0c4f91b2d3e4f5a6${at}`, cluster };
    const decision = decided(state, event, begin + (60 + at) * minuteMs);
    if (decision.state.kind === 'group') state = decision.state;
    for (const { target } of decision.actions)
      if ('send' in target && target.send.kind === 'alert') keys.add(target.send.key);
  }
  expect(keys.size).toBe(1);
});

describe('the words of one instance', () => {
  test.each(cases)('$name', ({ words, told }) => {
    expect(heard(words)).toEqual(told);
  });
});
