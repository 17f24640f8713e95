import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hindranceNames, troubleNames } from '../../sim/scenario/faults.ts';
import { cli, jsonLines } from './run.ts';

const root = join(import.meta.dirname, '..', '..');

/** The last line of a run in a process of its own. */
async function lastLine(args: readonly string[]): Promise<string> {
  const node = join(root, 'node_modules', '.bin', 'node');
  const { stdout } = await promisify(execFile)(node, [join(root, 'cli', 'main.ts'), 'simulate', ...args]);
  return stdout.trimEnd().split('\n').at(-1) ?? '';
}

describe('watchkeeper simulate', () => {
  test('says the same of the same seed, in any process', async () => {
    const [first, again] = await Promise.all([lastLine(['--seed', '1']), lastLine(['--seed', '1', '--faults', 'all'])]);
    expect(first).toMatch(/^ok seed=1 events=\d+ trace=[0-9a-f]{16}$/);
    expect(again).toBe(first);
  });

  test('nothing goes wrong without faults', async () => {
    const { code, out, err } = await cli(['simulate', '--seed', '5', '--faults', 'none', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = jsonLines(out);
    expect(lines.filter(({ type }) => ['trouble', 'way'].includes(String(type)))).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ type: 'ok', seed: '5', posts: 0, deaths: 0 });
  });

  test.each([
    { faults: 'bad-image', allowed: ['bad-image'] },
    { faults: 'bad-image,out-of-memory', allowed: ['bad-image', 'out-of-memory'] },
  ])('only $faults, and every line is JSON', async ({ faults, allowed }) => {
    const { code, out } = await cli(['simulate', '--seed', '4', '--faults', faults, '--json']);
    expect(code).toBe(0);
    const lines = jsonLines(out);
    expect(lines.map(({ type }) => type)).toEqual(lines.map(() => expect.any(String)));
    const struck = lines.filter(({ type }) => type === 'trouble').map(({ line }) => String(line).split(' ')[0]);
    expect(struck.length).toBeGreaterThan(0);
    expect(struck.filter((name) => !allowed.includes(String(name)))).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ type: 'ok', trace: expect.stringMatching(/^[0-9a-f]{16}$/) });
  });

  test('an alias is all that concerns its feature', async () => {
    const { code, out } = await cli(['simulate', '--seed', '8', '--faults', 'alert']);
    expect(code).toBe(0);
    expect(out).toMatch(/\nok seed=8 events=\d+ trace=[0-9a-f]{16}\n$/);
  });

  test('a day', async () => {
    const { code, out } = await cli(['simulate', '--seed', '1', '--days', '1', '--json']);
    expect(code).toBe(0);
    const times = jsonLines(out).flatMap(({ type, line }) =>
      type === 'happened' ? [Date.parse(String(line).split('  ')[0] ?? '')] : [],
    );
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(20 * 3_600_000);
  });

  test('lists every fault there is', async () => {
    const { out } = await cli(['simulate', '--catalogue', '--json']);
    const listed = jsonLines(out);
    const names = listed.filter(({ kind }) => kind !== 'alias').map(({ name }) => name);
    expect(names).toEqual([...troubleNames, ...hindranceNames]);
    expect(listed.filter(({ what }) => typeof what !== 'string' || what === '')).toEqual([]);
    const plain = await cli(['simulate', '--catalogue']);
    for (const { name, what } of listed)
      expect(plain.out).toMatch(new RegExp(`^${String(name)} +${String(what)}$`, 'm'));
  });

  test.each([
    {
      args: ['--faults', 'bad-image,flood,quake'],
      said: '--faults: there is no flood, quake — watchkeeper simulate --catalogue lists them all',
    },
    { args: ['--seed', 'x'], said: '--seed x is no whole number — give one, such as --seed 7' },
    { args: ['--days', '-1'], said: '--days -1 is no whole number — give one, such as --days 7' },
  ])('$args is called wrongly', async ({ args, said }) => {
    const { code, out, err } = await cli(['simulate', ...args]);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `watchkeeper: ${said}\n` });
  });
});
