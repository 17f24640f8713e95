import { describe, expect, test } from 'vitest';
import { incidentId } from '../../lib/alert/compose/incident-id.ts';
import type { IncidentState } from '../../lib/alert/state.ts';
import { hourMs } from '../../lib/core/time.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { alertOf, configurationKept, incidentOf, keepAll, mute, mutesKept, recordOf, region } from './kept.ts';
import { cli, jsonLines, now } from './run.ts';

const configuration = 'timezone: Asia/Tokyo\nreceivers: { team: { slack: C0123456789 } }\n';

const down = incidentOf(alertOf());
const batch = incidentOf(alertOf({ cluster: 'batch', name: 'nightly', kind: 'family', severity: 'warning' }));
const ended = incidentOf(alertOf({ name: 'search-api', status: 'resolved', endedAt: now - hourMs }));
const id = incidentId(down.alert.key, down.alert.startedAt);

async function incidents(args: readonly string[], states: readonly IncidentState[] = [down, batch, ended]) {
  const store = memoryStore();
  await keepAll(store, [configurationKept(configuration), mutesKept([mute]), ...states.map(recordOf)]);
  return cli(['incidents', ...args], { store, env: { WATCHKEEPER_TABLE: 't', AWS_REGION: region } });
}

describe('incidents', () => {
  test('lists those that are open', async () => {
    const { code, out } = await incidents([]);
    expect(code).toBe(0);
    expect(out).toMatch(/^2 open in ap-northeast-1 · times in Asia\/Tokyo, now 03:41$/m);
    expect(out).toContain('web/orders-api');
    expect(out).toContain('batch/nightly (family)');
    expect(out).not.toContain('search-api');
  });

  test.each([
    { pattern: 'batch', count: '1 open' },
    { pattern: 'w*', count: '1 open' },
    { pattern: 'none', count: 'no open incident' },
  ])('of the clusters $pattern: $count', async ({ pattern, count }) => {
    const { code, out } = await incidents(['--cluster', pattern]);
    expect(code).toBe(0);
    expect(out).toContain(`${count} in ${pattern}, ${region}`);
  });

  test('are one JSON line each', async () => {
    const lines = jsonLines((await incidents(['--json'])).out);
    expect(lines.map(({ type, status }) => [type, status])).toEqual([
      ['incident', 'firing'],
      ['incident', 'firing'],
    ]);
  });

  test.each([id, 'web/orders-api', down.alert.key])(
    'shows %s as its message does, and what to do from here',
    async (target) => {
      const { code, out } = await incidents([target]);
      expect(code).toBe(0);
      expect(out).toContain('[prod] orders-api');
      expect(out).toContain('0/4 healthy since 03:10');
      expect(out).toMatch(new RegExp(`^key +${down.alert.key}$`, 'm'));
      expect(out).toContain(`watchkeeper ack ${id}`);
    },
  );

  test('gives the message of one to programs', async () => {
    const [line] = jsonLines((await incidents([id, '--json'])).out);
    expect(line).toMatchObject({ type: 'incident', id, message: { status: 'firing', severity: 'critical' } });
  });

  test.each([
    { name: 'its key', target: ended.alert.key },
    { name: 'cluster/name', target: 'web/search-api' },
  ])('finds one that has ended by $name', async ({ target }) => {
    const { code, out } = await incidents([target]);
    expect(code).toBe(0);
    expect(out).toContain(ended.alert.key);
    expect(out).not.toContain('watchkeeper ack');
  });

  test.each(['INC-0000', 'web/nothing', `123456789012/${region}/web/service/nothing`])(
    '%s is not there: a fault',
    async (target) => {
      const { code, err } = await incidents([target]);
      expect(code).toBe(1);
      expect(err).toContain(target);
    },
  );
});
