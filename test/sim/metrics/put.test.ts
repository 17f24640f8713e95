import { GetMetricDataCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import { World } from '../account/world.ts';
import { cloudWatchOver, refusalOf } from './cloudwatch.ts';

const world = () => {
  const here = new World();
  return { here, now: here.agenda.now(), ...cloudWatchOver(here.account) };
};

describe('what was put is what is got', () => {
  test('values with counts, single values and sets of one minute are one distribution', async () => {
    const { put, points, now } = world();
    await put({ Values: [1, 5], Counts: [3, 1] }, { Value: 7 });
    await put({ StatisticValues: { SampleCount: 2, Sum: 18, Minimum: 9, Maximum: 9 } });
    const at = async (stat: string) => points({ from: now, to: now + minuteMs, stat });
    expect(await at('SampleCount')).toEqual([['03:00', 7]]);
    expect(await at('Sum')).toEqual([['03:00', 33]]);
    expect(await at('p40')).toEqual([['03:00', 1]]);
    expect(await at('p99')).toEqual([['03:00', 9]]);
  });

  test('a set of several values has no percentiles, and hides those of its whole period', async () => {
    const { here, put, points, now } = world();
    await put({ Value: 1 });
    here.pass(minuteMs);
    await put({ StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 } });
    const range = { from: now, to: now + 5 * minuteMs };
    expect(await points({ ...range, stat: 'p90' })).toEqual([['03:00', 1]]);
    expect(await points({ ...range, stat: 'p90', period: 300 })).toEqual([]);
    expect(await points({ ...range, stat: 'Maximum', period: 300 })).toEqual([['03:00', 2]]);
  });

  test('other dimensions are another metric; their order does not matter', async () => {
    const { put, points, now } = world();
    const [a, b] = [
      { Name: 'a', Value: '1' },
      { Name: 'b', Value: '2' },
    ];
    await put(
      { Value: 1, Dimensions: [a, b] },
      { Value: 10, Dimensions: [b, a] },
      { Value: 100, Dimensions: [a] },
      { Value: 1000 },
    );
    const range = { from: now, to: now + minuteMs };
    expect(await points({ ...range, dimensions: { b: '2', a: '1' } })).toEqual([['03:00', 11]]);
    expect(await points({ ...range, dimensions: { a: '1' } })).toEqual([['03:00', 100]]);
    expect(await points({ ...range, dimensions: { b: '2' } })).toEqual([]);
  });

  test('seconds are kept for metrics of high resolution only', async () => {
    const { put, points, now } = world();
    const at = (seconds: number) => new Date(now - minuteMs + seconds * secondMs);
    await put(
      { Value: 1, Timestamp: at(3), StorageResolution: 1 },
      { Value: 2, Timestamp: at(14), StorageResolution: 1 },
    );
    await put({ MetricName: 'slow', Value: 4, Timestamp: at(14) });
    const range = { from: now - minuteMs, to: now };
    expect((await points({ ...range, period: 10 })).map(([, value]) => value)).toEqual([1, 2]);
    expect(await points({ ...range, name: 'slow', period: 10 })).toEqual([]);
    expect(await points({ ...range, name: 'slow' })).toEqual([['02:59', 4]]);
  });

  test('a unit picks its data', async () => {
    const { put, points, statistics, now } = world();
    await put({ Value: 1, Unit: 'Seconds' }, { Value: 20, Unit: 'Count' });
    const range = { from: now, to: now + minuteMs };
    expect(await points({ ...range, unit: 'Count' })).toEqual([['03:00', 20]]);
    expect(await points({ ...range, unit: 'Bytes' })).toEqual([]);
    const { Datapoints = [] } = await statistics(range, ['Sum']);
    const sums = Datapoints.map(({ Unit = 'None', Sum }) => [Unit, Sum]);
    expect(Object.fromEntries(sums)).toEqual({ Count: 20, Seconds: 1 });
  });

  test('data put late are there late', async () => {
    const { here, put, points, now } = world();
    const ages = [hourMs, 4 * hourMs, 2 * dayMs];
    await put(...ages.map((age) => ({ Value: 1, Timestamp: new Date(now - age) })));
    const found = async () => (await points({ from: now - 3 * dayMs, to: now })).length;
    expect(await found()).toBe(1);
    here.pass(2 * hourMs);
    expect(await found()).toBe(2);
    here.pass(2 * dayMs);
    expect(await found()).toBe(3);
  });

  test('minutes are there for fifteen days, then five minutes are', async () => {
    const { here, put, points, now } = world();
    await put({ Value: 1 });
    here.pass(15 * dayMs + hourMs);
    const range = { from: now, to: now + hourMs };
    expect(await points(range)).toEqual([]);
    expect(await points({ ...range, period: 300 })).toEqual([['03:00', 1]]);
    here.pass(50 * dayMs);
    expect(await points({ ...range, period: 300 })).toEqual([]);
    expect(await points({ ...range, period: 3600 })).toEqual([['03:00', 1]]);
  });

  test('the start counts and the end does not; a start within a minute is rounded down', async () => {
    const { put, points, now } = world();
    await put(...[-3, -2, -1].map((minutes) => ({ Value: -minutes, Timestamp: new Date(now + minutes * minuteMs) })));
    expect(await points({ from: now - 2 * minuteMs + 30 * secondMs, to: now - minuteMs })).toEqual([['02:58', 2]]);
    expect(await points({ from: now - 4 * minuteMs, to: now + minuteMs })).toHaveLength(3);
  });
});

test('of a metric so many data are kept, the newest', async () => {
  const { here, put, points, now } = world();
  const perCall = 1000;
  for (let call = 0; call < 51; call += 1) {
    await put(...Array.from({ length: perCall }, () => ({ Value: 1 })));
    here.pass(minuteMs);
  }
  const counts = await points({ from: now, to: now + hourMs, stat: 'SampleCount' });
  expect(counts).toHaveLength(50);
  expect(counts[0]).toEqual(['03:01', perCall]);
});

describe('what is refused', () => {
  const times = Array.from({ length: 151 }, (_, at) => at);
  test.each<[string, object, string]>([
    ['nothing', {}, 'MissingRequiredParameterException'],
    ['two kinds at once', { Value: 1, Values: [1] }, 'InvalidParameterCombinationException'],
    ['counts of other length', { Values: [1, 2], Counts: [1] }, 'InvalidParameterCombinationException'],
    ['a count of nought', { Values: [1], Counts: [0] }, 'InvalidParameterValueException'],
    ['too many values', { Values: times }, 'InvalidParameterValueException'],
    ['no number', { Value: Number.NaN }, 'InvalidParameterValueException'],
    ['a value that is too large', { Value: 2 ** 361 }, 'InvalidParameterValueException'],
    ['the future', { Value: 1, Timestamp: new Date(Date.UTC(2026, 10, 21, 5, 1)) }, 'InvalidParameterValueException'],
    ['long ago', { Value: 1, Timestamp: new Date(Date.UTC(2026, 10, 6)) }, 'InvalidParameterValueException'],
    ['another resolution', { Value: 1, StorageResolution: 5 }, 'InvalidParameterValueException'],
    [
      'a dimension without a value',
      { Value: 1, Dimensions: [{ Name: 'a', Value: ' ' }] },
      'InvalidParameterValueException',
    ],
    [
      'a set upside down',
      { StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 } },
      'InvalidParameterCombinationException',
    ],
  ])('%s', async (_, datum, error) => {
    const { put, points, now } = world();
    // All or nothing.
    expect(await refusalOf(put({ Value: 5 }, datum))).toContain(error);
    expect(await points({ from: now, to: now + minuteMs })).toEqual([]);
  });

  const query = (changes: object = {}) => ({
    Id: 'm',
    MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'latency' }, Period: 60, Stat: 'Sum' },
    ...changes,
  });
  const stat = (changes: object) => query({ MetricStat: { ...query().MetricStat, ...changes } });
  test.each<[string, readonly object[], string]>([
    ['no query', [], 'ValidationError'],
    ['too many queries', Array.from({ length: 501 }, (_, at) => query({ Id: `m${at}` })), 'size greater than 500'],
    ['an id twice', [query(), query()], 'not unique'],
    ['an id in capitals', [query({ Id: 'M' })], 'parameter Id is invalid'],
    ['metric math', [query({ Id: 'e', MetricStat: undefined, Expression: 'm*2' })], 'UnsupportedFeatureException'],
    ['a statistic nobody knows', [stat({ Stat: 'median' })], 'median'],
    ['half a minute and more', [stat({ Period: 90 })], 'Period'],
  ])('%s', async (_, queries, error) => {
    const { client, now } = world();
    const command = new GetMetricDataCommand({
      MetricDataQueries: queries as [],
      StartTime: new Date(now),
      EndTime: new Date(now + 1),
    });
    expect(await refusalOf(client.send(command))).toContain(error);
  });

  test('an end before its start', async () => {
    const { points, statistics, now } = world();
    expect(await refusalOf(points({ from: now, to: now }))).toContain('ValidationError');
    expect(await refusalOf(statistics({ from: now, to: now }, ['Sum']))).toContain('InvalidParameterCombination');
  });

  test('more than 1440 points of GetMetricStatistics, and both kinds of statistics', async () => {
    const { client, statistics, now } = world();
    expect(await refusalOf(statistics({ from: now - dayMs, to: now }, ['Sum']))).toBe('none');
    const day = await refusalOf(statistics({ from: now - dayMs - minuteMs, to: now }, ['Sum']));
    expect(day).toContain('You have requested up to 1441 datapoints');
    const both = new GetMetricStatisticsCommand({
      Namespace: 'Shop',
      MetricName: 'latency',
      Period: 60,
      StartTime: new Date(now - hourMs),
      EndTime: new Date(now),
      Statistics: ['Sum'],
      ExtendedStatistics: ['p90'],
    });
    expect(await refusalOf(client.send(both))).toContain('InvalidParameterCombinationException');
  });
});

test('GetMetricStatistics answers several statistics at once, in no order', async () => {
  const { here, put, statistics, now } = world();
  for (let minute = 0; minute < 30; minute += 1) {
    await put({ Values: [minute, minute + 2] });
    here.pass(minuteMs);
  }
  const range = { from: now, to: now + 30 * minuteMs };
  const { Datapoints = [], Label } = await statistics(range, ['Minimum', 'Average']);
  const times = Datapoints.map(({ Timestamp }) => Timestamp?.getTime() ?? 0);
  expect(Label).toBe('latency');
  expect(times).not.toEqual(times.toSorted((a, b) => a - b));
  expect(new Set(times).size).toBe(30);
  const first = Datapoints.find(({ Timestamp }) => Timestamp?.getTime() === now);
  expect(first).toEqual({ Timestamp: new Date(now), Unit: 'None', Minimum: 0, Average: 1 });
  const extended = (await statistics(range, ['p50', 'p100'])).Datapoints ?? [];
  expect(extended.find(({ Timestamp }) => Timestamp?.getTime() === now)?.ExtendedStatistics).toEqual({
    p50: 0,
    p100: 2,
  });
});
