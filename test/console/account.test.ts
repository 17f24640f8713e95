import { describe, expect, test } from 'vitest';
import { initialsOf, lookOf, summaryOf } from '../../console/page/account/state.ts';
import { healthPlot, loadPlot, loadUnits } from '../../console/page/plots/curve.ts';
import type { AccountView, HealthLevel, TaskView } from '../../console/view.ts';
import { sample } from './sample.ts';

const { account } = sample;

describe('how a task looks', () => {
  const cases: readonly (readonly [TaskView['status'], TaskView['health'], string])[] = [
    ['PROVISIONING', 'UNKNOWN', 'starting'],
    ['PENDING', 'UNKNOWN', 'starting'],
    ['ACTIVATING', 'HEALTHY', 'starting'],
    ['RUNNING', 'HEALTHY', 'healthy'],
    ['RUNNING', 'UNKNOWN', 'running'],
    ['RUNNING', 'UNHEALTHY', 'unhealthy'],
    ['DEACTIVATING', 'HEALTHY', 'stopping'],
    ['STOPPING', 'UNHEALTHY', 'stopping'],
    ['DEPROVISIONING', 'UNKNOWN', 'stopping'],
    ['STOPPED', 'UNKNOWN', 'stopped'],
  ];
  test.each(cases)('%s and %s: %s', (status, health, look) => {
    expect(lookOf({ status, health })).toBe(look);
  });

  test.each([
    ['orders-api', 'oa'],
    ['cart', 'ca'],
    ['a', 'a'],
    ['search.indexer_v2', 'si'],
    ['', ''],
  ])('%s is written %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('the account in one line', () => {
  const withHealth = (...levels: readonly HealthLevel[]): AccountView => ({
    ...account,
    clusters: account.clusters.slice(0, 1).map((cluster) => ({
      ...cluster,
      services: cluster.services
        .slice(0, levels.length)
        .map((service, index) => ({ ...service, health: levels[index] ?? 'ok' })),
    })),
  });
  const cases: readonly (readonly [readonly HealthLevel[], HealthLevel, string])[] = [
    [[], 'unknown', 'No services yet'],
    [['ok', 'ok'], 'ok', 'All 2 services healthy'],
    [['ok', 'at-risk'], 'at-risk', 'payments-api at risk, 6/6'],
    [['degraded', 'down', 'unknown'], 'down', 'payments-api down, 6/6'],
    [['degraded', 'at-risk', 'degraded'], 'degraded', '2 services degraded'],
    [['ok', 'unknown'], 'unknown', 'payments-api unknown, 6/6'],
  ];
  test.each(cases)('%j', (levels, health, text) => {
    expect(summaryOf(withHealth(...levels))).toEqual({ health, text });
  });
});

describe('curves', () => {
  const series = {
    at: [0, 1, 2, 3, 4],
    services: [
      { service: 'web/a', desired: [2, 2, 2, 2, 2], running: [2, 2, 2, 2, 2], healthy: [2, 2, 1, 2, 2] },
      { service: 'web/b', desired: [4, 4, 0, 4, 4], running: [4, 4, 0, 4, 3], healthy: [4, null, 0, 4, 3] },
    ],
    loads: [
      { service: 'web/b', unit: 'requests/s', values: [1, 2, 3, 4, 5] },
      { service: 'web/a', unit: 'messages', values: [5, 4, 3, 2, 1] },
    ],
    scaling: [],
  };

  test('of all: the healthy share, worst first, drawn where it is not whole', () => {
    const { lines } = healthPlot(series, undefined);
    expect(lines.map(({ name }) => name)).toEqual(['b', 'a', '']);
    expect(lines[0]?.values).toEqual([100, null, 100, 100, 75]);
    expect(lines[0]?.drawn).toEqual([null, null, null, 100, 75]);
    expect(lines[1]?.drawn).toEqual([null, 100, 50, 100, null]);
  });

  test('of one: its copies', () => {
    const { title, lines } = healthPlot(series, { kind: 'service', id: 'web/b' });
    expect(title).toBe('Copies of b');
    expect(lines.map(({ name, values }) => [name, values.at(-1)])).toEqual([
      ['healthy', 3],
      ['running', 3],
      ['desired', 4],
    ]);
  });

  test('load: one unit at a time, or the selected service in its own', () => {
    expect(loadUnits(series)).toEqual(['requests/s', 'messages']);
    expect(loadPlot(series, undefined, undefined).lines.map(({ name }) => name)).toEqual(['b']);
    expect(loadPlot(series, undefined, 'messages').lines.map(({ name }) => name)).toEqual(['a']);
    expect(loadPlot(series, { kind: 'service', id: 'web/a' }, 'requests/s').unit).toBe('messages');
    expect(loadPlot(series, { kind: 'instance', id: 'i-0' }, undefined).title).toBe('Load');
    expect(loadPlot({ at: [], services: [], loads: [], scaling: [] }, undefined, undefined).lines).toEqual([]);
  });
});
