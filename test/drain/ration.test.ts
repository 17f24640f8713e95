import { describe, expect, test } from 'vitest';
import { readPurse } from '../../lib/app/read-purse.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { Plan } from '../../lib/drain/ration.ts';
import { rationed } from '../../lib/drain/ration.ts';
import { nothing } from '../../lib/drain/wanted.ts';

const now = Date.UTC(2026, 10, 20, 18);

type Named = Plan & { readonly name: string };

const plan = (name: string, wanted: Partial<Plan['wanted']>, of: Partial<Plan> = {}): Named => ({
  name,
  wanted: { ...nothing, ...wanted },
  endsAt: now + 60 * minuteMs,
  counted: 3,
  known: 0,
  pool: 'web',
  ...of,
});
const look = (name: string, of: Partial<Plan> = {}): Named => plan(name, { look: true, hosts: true }, of);

/** What may be read with so many tokens, and what was asked for. */
async function readWith(tokens: number, plans: readonly Named[]) {
  const asked: { readonly must: number; readonly may: number }[] = [];
  const take = async (wanted: { readonly must: number; readonly may: number }): Promise<number> => {
    asked.push(wanted);
    return Math.max(0, Math.min(wanted.may, tokens - wanted.must));
  };
  const made = await rationed(plans, { tokens: take }, now);
  const named = (what: 'look' | 'room' | 'hosts') => made.flatMap(([{ name }, wanted]) => (wanted[what] ? [name] : []));
  return { asked: asked[0], looks: named('look'), rooms: named('room'), hosts: named('hosts') };
}

describe('what is read now', () => {
  test('nothing asked, no token taken', async () => {
    expect((await readWith(50, [plan('a', { hooks: true })])).asked).toBeUndefined();
  });

  test('those that end first, as far as the tokens go; the others are not read in part', async () => {
    const plans = [look('late', { endsAt: now + 50 * minuteMs }), look('soon', { endsAt: now + 20 * minuteMs })];
    expect(await readWith(6, plans)).toMatchObject({ asked: { must: 0 }, looks: ['soon'], hosts: ['soon'] });
    expect((await readWith(50, plans)).looks).toEqual(['late', 'soon']);
    expect((await readWith(1, plans)).looks).toEqual([]);
  });

  test('many tasks take more', async () => {
    expect((await readWith(8, [look('full', { counted: 250 })])).looks).toEqual([]);
    expect((await readWith(12, [look('full', { counted: 250 })])).looks).toEqual(['full']);
  });

  test('what goes within three minutes, and finding an instance, whatever is left', async () => {
    const plans = [look('spot', { endsAt: now + 2 * minuteMs }), plan('new', { hosts: true }), look('other')];
    const { asked, looks, hosts } = await readWith(0, plans);
    expect(asked?.must).toBeGreaterThanOrEqual(5);
    expect({ looks, hosts }).toEqual({ looks: ['spot'], hosts: ['spot', 'new'] });
  });

  test('room comes after looks, once for all who ask in one pool', async () => {
    const asks = (name: string, pool = 'web') => plan(name, { room: true, holds: true, hosts: true }, { pool });
    const plans = [asks('a'), asks('b'), look('c')];
    expect(await readWith(5, plans)).toMatchObject({ looks: ['c'], rooms: [], hosts: ['c'] });
    expect(await readWith(7, plans)).toMatchObject({ looks: ['c'], rooms: ['a', 'b'] });
    expect((await readWith(7, [asks('a'), asks('b', 'api')])).rooms).toEqual(['a', 'b']);
    expect((await readWith(5, [asks('a'), asks('b', 'api')])).rooms).toEqual(['a']);
  });

  test('without an answer only what cannot wait', async () => {
    const tokens = async (): Promise<number> => Promise.reject(new Error('the table is away'));
    const made = await rationed([look('a'), look('spot', { endsAt: now })], { tokens }, now);
    expect(made.map(([, wanted]) => wanted.look)).toEqual([false, true]);
  });
});

test('what was read beyond what was given is paid with the next', async () => {
  const taken: (readonly [must: number, may: number])[] = [];
  const purse = readPurse(async ({ must, may }) => {
    taken.push([must, may]);
    return may;
  });
  await purse.ask({ must: 1, may: 4 });
  for (let read = 0; read < 8; read += 1) purse.spend();
  await purse.ask({ must: 0, may: 5 });
  purse.spend();
  // What was not used is not kept.
  await purse.ask({ must: 0, may: 5 });
  expect(taken).toEqual([
    [1, 4],
    [3, 5],
    [0, 5],
  ]);
});
