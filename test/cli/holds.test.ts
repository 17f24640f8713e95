import { describe, expect, test } from 'vitest';
import type { Hold } from '../../lib/core/hold.ts';
import { hourMs, isoTime } from '../../lib/core/time.ts';
import { memoryHolds } from '../../sim/memory-store.ts';
import { region } from './kept.ts';
import type { Setting } from './run.ts';
import { cli, directory, jsonLines, now } from './run.ts';
import { webCluster } from './web-cluster.ts';

const instance = 'i-0c4f91aaaaaaaaaaa';
const env = { TZ: 'Asia/Tokyo', USER: 'ana', WATCHKEEPER_TABLE: 'watchkeeper', AWS_REGION: region };

function installed(more: Partial<Setting> = {}) {
  const holds = memoryHolds(() => now);
  return { holds, setting: { env, holds, cwd: directory({}), ecs: webCluster().answers(), ...more } };
}

const drains: Hold = { holder: 'drain', feature: 'drain', why: 'a drain', since: now - hourMs };

describe('hold', () => {
  test('is in the table at once, by its holder, with why and until when', async () => {
    const { holds, setting } = installed();
    const { code, out, err } = await cli(['hold', instance, '--why', 'disk dump', '--for', '2h'], setting);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      `${instance} is held until 05:41 Asia/Tokyo (2 h)\ngive it back: watchkeeper release ${instance} --by ana\n`,
    );
    expect(await holds.read(`instance/${instance}`)).toEqual([
      { holder: 'person/ana', feature: 'person', why: 'disk dump', since: now, until: now + 2 * hourMs },
    ]);
  });

  test('of a service stands until it is released, and says who acts on it', async () => {
    const { holds, setting } = installed();
    await holds.take('service/web/search', drains);
    const { out } = await cli(['hold', 'web/search', '--why', 'migration', '--by', 'ken'], setting);
    expect(out).toContain('web/search is held until it is released\n');
    expect(out).toContain('drain holds it, too, since 02:41 Asia/Tokyo: a drain');
    const json = await cli(['hold', 'web/search', '--why', 'migration', '--json'], setting);
    expect(jsonLines(json.out)[0]).toEqual({
      type: 'hold',
      thing: 'service/web/search',
      holder: 'person/ana',
      feature: 'person',
      why: 'migration',
      since: isoTime(now),
    });
  });

  test('a name there is not is said, and held', async () => {
    const { holds, setting } = installed();
    const { code, err } = await cli(['hold', 'web/serach', '--why', 'x'], setting);
    expect(code).toBe(0);
    expect(err).toContain('there is no service web/serach now');
    expect(await holds.read('service/web/serach')).toHaveLength(1);
  });

  test.each([
    ['no reason', ['hold', instance], /hold needs a reason/],
    ['no table', ['hold', instance, '--why', 'x', '--table', ''], /hold needs the table/],
    ['a pattern', ['hold', 'web/*', '--why', 'x'], /a hold is of one thing/],
    ['a service without its cluster', ['hold', 'search', '--why', 'x'], /names no service and no instance/],
    ['no duration', ['hold', instance, '--why', 'x', '--for', 'long'], /long is not a duration/],
    ['too long', ['hold', instance, '--why', 'x', '--for', '40d'], /lasts from 1m to 30d/],
  ])('%s is called wrongly', async (_, args, says) => {
    const { setting } = installed(args.includes('--table') ? { env: { AWS_REGION: region } } : {});
    const given = args.filter((each) => each !== '--table' && each !== '');
    const { code, err } = await cli(given, setting);
    expect(code).toBe(2);
    expect(err).toMatch(says);
  });
});

describe('release', () => {
  test('gives back the caller’s own, and says who still holds it', async () => {
    const { holds, setting } = installed();
    await holds.take(`instance/${instance}`, drains);
    await cli(['hold', instance, '--why', 'dump'], setting);
    const { code, out } = await cli(['release', instance], setting);
    expect({ code, out }).toEqual({
      code: 0,
      out: `${instance} is released\n  still held: drain, since 02:41 Asia/Tokyo: a drain\n`,
    });
    expect(await holds.read(`instance/${instance}`)).toEqual([drains]);
  });

  test('another’s only by name; nothing is refused', async () => {
    const { setting } = installed();
    await cli(['hold', instance, '--why', 'dump', '--by', 'ken'], setting);
    const refused = await cli(['release', instance], setting);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('person/ken, since 03:41 Asia/Tokyo: dump');
    expect(refused.err).toContain('--by ken');
    expect((await cli(['release', instance, '--by', 'ken'], setting)).code).toBe(0);
    expect((await cli(['release', instance, '--by', 'ken'], setting)).err).toContain(`no person holds ${instance}`);
  });
});

test('status shows what people hold, and nothing of what has ended', async () => {
  const { holds, setting } = installed();
  await cli(['hold', instance, '--why', 'dump', '--for', '2h'], setting);
  await holds.take('service/web/over', { ...drains, holder: 'person/ken', feature: 'person', until: now - 1 });
  const { out } = await cli(['status'], setting);
  expect(out).toMatch(new RegExp(`Held by people\\n  ${instance} +until 05:41, 2 h more +since 03:41 +dump \\(ana\\)`));
  expect(out).not.toContain('web/over');
  const lines = jsonLines((await cli(['status', '--json'], setting)).out);
  expect(lines.at(-1)).toMatchObject({ type: 'status', held: 1 });
});
