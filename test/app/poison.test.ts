import { describe, expect, test } from 'vitest';
import { failuresUntilParked } from '../../lib/app/trouble.ts';
import type { Outcome } from '../../lib/core/outcome.ts';
import { dayMs, minuteMs } from '../../lib/core/time.ts';
import type { ToyFeature } from './house.ts';
import { push, ToyHouse } from './house.ts';
import type { ToyQuestion, ToyState } from './toy.ts';
import { toy, toyKey } from './toy.ts';

const bad: ToyState = { seen: ['bad'], ended: [], open: [] };
const isBad = (state: unknown): boolean => (state as ToyState | undefined)?.seen.includes('bad') === true;

/** The toy's decision, but for events of these ids, which it cannot take. */
function choking(...ids: readonly string[]): ToyFeature['decide'] {
  return (question) => {
    const event = question.events.find((each) => 'id' in each && ids.includes(each.id));
    if (event !== undefined) throw new TypeError('a fault of ours');
    return toy.decide(question);
  };
}

describe('a record that is at fault is in trouble alone', () => {
  const faults: readonly (readonly [string, Partial<ToyFeature>])[] = [
    [
      'its state cannot be raised',
      {
        v: 2,
        upcast: (state) => {
          if (isBad(state)) throw new Error('no');
          return state;
        },
      },
    ],
    [
      'no facts can be gathered for it',
      {
        gather: async (asked, ...rest) => {
          if (asked.some(({ state }) => isBad(state))) throw new Error('no');
          return toy.gather(asked, ...rest);
        },
      },
    ],
    [
      'its facts are forgotten',
      { gather: async (asked) => new Map(asked.filter(({ state }) => !isBad(state)).map(({ key }) => [key, 'facts'])) },
    ],
    [
      'it cannot be decided',
      {
        decide: (question: ToyQuestion) => {
          if (isBad(question.state)) throw new Error('no');
          return toy.decide(question);
        },
      },
    ],
  ];

  test.each(faults)('%s', async (_, feature) => {
    const house = new ToyHouse(feature);
    await house.put('bad', { state: bad });
    expect(await house.run(push('1', 'bad'), push('2', 'good'))).toEqual([]);
    expect(house.acted).toEqual(['o:2', 't:2']);
    expect(await house.record('bad')).toMatchObject({
      v: 1,
      state: bad,
      dueAt: house.now + minuteMs,
      trouble: { count: 1, heard: [{ id: '1' }], forgotten: 0 },
    });
    for (let failures = 1; failures < failuresUntilParked; failures += 1) {
      house.now = (await house.record('bad'))?.dueAt ?? 0;
      expect(await house.wake('bad')).toEqual([]);
    }
    expect(await house.record('bad')).toMatchObject({
      dueAt: house.now + dayMs,
      trouble: { count: failuresUntilParked, parked: true, heard: [{ id: '1' }] },
    });
    expect(house.counts.get('ParkedRecords')).toBe(1);
    expect(house.refused).toEqual([]);
  });

  test('what stands in the table cannot be read', async () => {
    const house = new ToyHouse();
    const unreadable = { problem: 'it is not JSON', body: '{"state":' };
    await house.put('bad', { state: {}, unreadable });
    expect(await house.run(push('1', 'bad'), push('2', 'good'))).toEqual([]);
    expect(house.acted).toEqual(['o:2', 't:2']);
    expect(await house.record('bad')).toMatchObject({
      unreadable,
      dueAt: house.now + minuteMs,
      trouble: { count: 1, error: 'Error: the record cannot be read: it is not JSON', heard: [{ id: '1' }] },
    });
  });

  test('a look before its time is the same failure, and writes nothing', async () => {
    const house = new ToyHouse({
      decide: () => {
        throw new Error('no');
      },
    });
    await house.run(push('1', 'a'));
    const before = await house.record('a');
    house.now += minuteMs / 2;
    await house.wake('a');
    expect(await house.record('a')).toEqual(before);
    await house.run(push('2', 'a'));
    expect(await house.record('a')).toMatchObject({
      dueAt: before?.dueAt,
      trouble: { count: 1, heard: [{ id: '1' }, { id: '2' }] },
    });
    expect(house.counts.get('ParkedRecords')).toBeUndefined();
  });
});

describe('a message nobody can sort', () => {
  const faults: readonly (readonly [string, Partial<ToyFeature>])[] = [
    [
      'its records cannot be named',
      {
        recordsOf: (event) => {
          if (event.id === 'bad') throw new TypeError('no cluster');
          return toy.recordsOf(event, undefined);
        },
      },
    ],
  ];
  test.each(faults)('%s: it is put aside with the reason', async (_, feature) => {
    const house = new ToyHouse(feature);
    expect(await house.run(push('bad', 'a'), push('1', 'a'))).toEqual([]);
    expect(house.refused).toEqual([
      { body: push('bad', 'a').body, problem: 'nobody knows which record it is about: TypeError: no cluster' },
    ]);
    expect(house.acted).toEqual(['o:1', 't:1']);
  });

  test('it cannot be parsed: it is put aside, too', async () => {
    const house = new ToyHouse({}, { parse: (body) => ({ event: JSON.parse(body) }) });
    expect(await house.run({ id: 'm', body: 'nonsense' }, push('1', 'a'))).toEqual([]);
    expect(house.refused).toMatchObject([{ body: 'nonsense' }]);
    expect(house.acted).toEqual(['o:1', 't:1']);
  });
});

describe('an event nothing can be decided with', () => {
  test('is put aside as it came, and the others are decided', async () => {
    const house = new ToyHouse({ decide: choking('bad') });
    expect(await house.run(push('1', 'a'), push('bad', 'a'), push('2', 'a'))).toEqual([]);
    expect(house.acted).toEqual(['o:1', 't:1', 'o:2', 't:2']);
    expect(house.refused).toEqual([
      {
        body: push('bad', 'a').body,
        problem: `${toyKey('a')} cannot be decided with it: TypeError: a fault of ours`,
      },
    ]);
    expect((await house.record('a'))?.trouble).toBeUndefined();
  });

  test('is put aside also when it was kept by an earlier failure', async () => {
    const house = new ToyHouse({ decide: choking('bad') });
    const kept = { kind: 'push', id: 'bad', to: 'a', notAfter: 1 };
    const trouble = { count: 3, error: 'x', since: 1, parked: false, heard: [kept], forgotten: 0 };
    await house.put('a', { trouble });
    expect(await house.run(push('1', 'a'))).toEqual([]);
    expect(house.acted).toEqual(['o:1', 't:1']);
    expect(house.refused.map(({ body }) => JSON.parse(body))).toEqual([kept]);
    expect((await house.record('a'))?.trouble).toBeUndefined();
  });

  test('stays while it cannot be put aside: its message is given back', async () => {
    const refuse = async (): Promise<void> => Promise.reject(new Error('away'));
    const house = new ToyHouse({ decide: choking('bad') }, { deadLetters: { refuse } });
    expect(await house.run(push('bad', 'a'), push('1', 'b'))).toEqual(['m-bad']);
    expect(house.acted).toEqual(['o:1', 't:1']);
  });
});

describe('an outcome nothing can be decided with', () => {
  const outcome: Outcome = { kind: 'outcome', action: 't:0', result: 'done', at: 1, reason: 'sent' };
  const decide: ToyFeature['decide'] = (question) => {
    if (question.events.some((each) => each.kind === 'outcome' && each.action === 't:0')) throw new Error('no');
    return toy.decide(question);
  };
  const trouble = { count: 1, error: 'x', since: 1, parked: false, heard: [outcome], forgotten: 0, retryAt: 1_000_000 };

  test('is never put aside nor forgotten, and nothing is carried out without it', async () => {
    const house = new ToyHouse({ decide });
    await house.put('a', { trouble });
    await house.wake('a');
    expect(await house.record('a')).toMatchObject({
      dueAt: house.now + 2 * minuteMs,
      trouble: { count: 2, heard: [outcome] },
    });
    expect([house.acted, house.refused]).toEqual([[], []]);
  });

  test('does not keep fresh events waiting', async () => {
    const house = new ToyHouse({ decide });
    await house.put('a', { trouble });
    await house.run(push('1', 'a'));
    expect(house.acted).toEqual(['o:1', 't:1']);
    expect(await house.record('a')).toMatchObject({
      state: { ended: ['o:1', 't:1'] },
      dueAt: house.now + 2 * minuteMs,
      trouble: { count: 2, heard: [outcome] },
    });
  });

  test('outlives any number of events', async () => {
    const house = new ToyHouse({
      decide: () => {
        throw new Error('no');
      },
    });
    await house.put('a', { trouble });
    for (let at = 0; at < 40; at += 1) await house.run(push(`${at}`, 'a'));
    const kept = (await house.record('a'))?.trouble;
    expect(kept?.heard[0]).toEqual(outcome);
    expect(kept?.heard.at(-1)).toMatchObject({ id: '39' });
    expect(kept).toMatchObject({ forgotten: 15 });
  });
});
