import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../../lib/ecs/events/parse.ts';
import { sampleKinds, samplesOf } from './samples.ts';

type Answer = ReturnType<typeof parseEvent>;

/** Exactly one of event, ignored and fault; a fault says where and what. */
function expectOneAnswer(answer: Answer): void {
  const kinds = ['event', 'ignored', 'fault'].filter((kind) => kind in answer);
  expect(kinds).toHaveLength(1);
  if ('ignored' in answer) expect(answer.ignored).toMatch(/\S/);
  if (!('fault' in answer)) return;
  expect(answer.fault.path).toMatch(/^(\$|[\w-]+(\[\d+\])?(\.\w+(\[\d+\])?)*)$/);
  expect(answer.fault.problem).toMatch(/\S/);
}

const samples = sampleKinds.flatMap(samplesOf).map(({ body }): unknown => JSON.parse(body));
const anySample = fc.constantFrom(...samples);

/** Every place in a value, as the keys that lead to it. */
function placesOf(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, each]) => placesOf(each, [...at, key]))];
}

/** The value with another one at a place; `undefined` takes the key away. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((each: unknown, at) => (String(at) === key ? replaced(each, rest, by) : each));
  if (typeof value !== 'object' || value === null) return value;
  return { ...value, [key]: replaced(Reflect.get(value, key), rest, by) };
}

const mutated = anySample.chain((sample) => {
  const change = fc.tuple(fc.constantFrom(...placesOf(sample)), fc.oneof(fc.jsonValue(), fc.constant(undefined)));
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) => changes.reduce((value, [place, by]) => replaced(value, place, by), sample));
});

describe('the parser never throws, and gives exactly one answer', () => {
  test('for any JSON', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 8 }), (body) => expectOneAnswer(parseEvent(body))));
  });

  test('for any text and any bytes', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (body) => expectOneAnswer(parseEvent(body))));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) =>
        expectOneAnswer(parseEvent(Buffer.from(bytes).toString('utf8'))),
      ),
    );
  });

  test('for real events with up to four places changed', () => {
    const answers = { event: 0, fault: 0 };
    fc.assert(
      fc.property(mutated, (value) => {
        const answer = parseEvent(JSON.stringify(value) ?? 'undefined');
        expectOneAnswer(answer);
        answers.event += Number('event' in answer);
        answers.fault += Number('fault' in answer);
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(answers.event, answers.fault)).toBeGreaterThan(50);
  });

  test('for real events cut off, or with bytes changed', () => {
    const broken = fc
      .tuple(anySample, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([sample, at, text]) => {
        const body = JSON.stringify(sample);
        const place = at % body.length;
        return [body.slice(0, place), body.slice(0, place) + text + body.slice(place + text.length)] as const;
      });
    fc.assert(
      fc.property(broken, ([cut, changed]) => {
        expect(parseEvent(cut)).toEqual({ fault: { path: '$', problem: 'is not JSON' } });
        expectOneAnswer(parseEvent(changed));
      }),
    );
  });

  test('the fault names the place that was spoiled', () => {
    const spoiled = anySample.chain((sample) => {
      const places = ['source', 'detail-type', 'time', 'account', 'region', 'id', 'detail', 'resources'] as const;
      return fc.tuple(fc.constant(sample), fc.constantFrom(...places));
    });
    fc.assert(
      fc.property(spoiled, ([sample, place]) => {
        expect(parseEvent(JSON.stringify(replaced(sample, [place], 17)))).toMatchObject({ fault: { path: place } });
      }),
    );
  });

  test('the order of keys does not matter', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, each]): [string, unknown] => [key, turned(each)]),
      );
    };
    fc.assert(
      fc.property(anySample, (sample) => {
        expect(parseEvent(JSON.stringify(turned(sample)))).toEqual(parseEvent(JSON.stringify(sample)));
      }),
    );
  });
});
