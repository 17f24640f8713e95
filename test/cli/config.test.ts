import { describe, expect, test } from 'vitest';
import { awsError } from '../../sim/wire.ts';
import { bucketWith } from './bucket.ts';
import { cli, directory, jsonLines } from './run.ts';

const file = (channel: string): string => `language: en\nreceivers:\n  team: { slack: ${channel} }\n`;
const [first, second, third] = [file('C01FIRST'), file('C02SECOND'), file('C03THIRD')];
const env = { WATCHKEEPER_CONFIG: 's3://config/watchkeeper.yml' };

function setting(here: string, bucket: ReturnType<typeof bucketWith>) {
  return { env, cwd: directory({ 'watchkeeper.yml': here }), s3: bucket.handlers };
}

describe('config push', () => {
  test('shows what changes, writes it, and says how to go back', async () => {
    const bucket = bucketWith([first]);
    const { code, out } = await cli(['config', 'push'], setting(second, bucket));
    expect(code).toBe(0);
    expect(bucket.versions.map(({ text }) => text)).toEqual([first, second]);
    expect(out).toContain('--- s3://config/watchkeeper.yml\n+++ watchkeeper.yml\n@@ -1,3 +1,3 @@\n');
    expect(out).toContain('-  team: { slack: C01FIRST }\n+  team: { slack: C02SECOND }\n');
    expect(out).toContain(
      'live, version v2-abcdef; the functions read it within a minute. Back: watchkeeper config rollback',
    );
  });

  test('is the first one where nothing is live', async () => {
    const bucket = bucketWith([]);
    expect((await cli(['config', 'push'], setting(first, bucket))).code).toBe(0);
    expect(bucket.versions).toHaveLength(1);
  });

  test('writes nothing when the file is live already', async () => {
    const bucket = bucketWith([first]);
    const { code, out } = await cli(['config', 'push'], setting(first, bucket));
    expect({ code, out }).toEqual({ code: 0, out: 'watchkeeper.yml is live already: nothing was written\n' });
    expect(bucket.versions).toHaveLength(1);
  });

  test('refuses a file with faults, and tells all of them', async () => {
    const bucket = bucketWith([first]);
    const { code, out, err } = await cli(['config', 'push'], setting('receivers: {}\nlanguage: fr\n', bucket));
    expect(code).toBe(1);
    expect(out).toMatch(/there is no receiver[^]*language[^]*2 faults/);
    expect(err).toBe('watchkeeper: nothing was pushed — correct the file and push again\n');
    expect(bucket.versions).toHaveLength(1);
  });

  test('does not write over what somebody else pushed meanwhile', async () => {
    const bucket = bucketWith([first], (add) => add(third));
    const { code, err } = await cli(['config', 'push'], setting(second, bucket));
    expect(code).toBe(1);
    expect(err).toMatch(/somebody else changed the live configuration meanwhile: nothing was written — .*config diff/);
    expect(bucket.versions.at(-1)?.text).toBe(third);
  });

  test('does not write over somebody else’s first one either', async () => {
    const bucket = bucketWith([], (add) => add(third));
    const { code, err } = await cli(['config', 'push'], setting(second, bucket));
    expect(code).toBe(1);
    expect(err).toMatch(/somebody else changed the live configuration meanwhile: nothing was written/);
    expect(bucket.versions.map(({ text }) => text)).toEqual([third]);
  });

  test('says so to programs', async () => {
    const { out } = await cli(['config', 'push', '--json'], setting(second, bucketWith([first])));
    expect(jsonLines(out)).toEqual([
      { type: 'pushed', changed: true, address: 's3://config/watchkeeper.yml', versionId: 'v2-abcdef' },
    ]);
  });
});

describe('config diff', () => {
  test('shows what a push would change, and changes nothing', async () => {
    const bucket = bucketWith([first]);
    const { code, out } = await cli(['config', 'diff'], setting(second, bucket));
    expect(code).toBe(0);
    expect(out).toContain('+  team: { slack: C02SECOND }');
    expect(bucket.versions).toHaveLength(1);
  });

  test.each([
    { name: 'a difference', here: second, code: 1 },
    { name: 'none', here: first, code: 0 },
  ])('tells a pipeline of $name', async ({ here, code }) => {
    expect((await cli(['config', 'diff', '--exit-code'], setting(here, bucketWith([first])))).code).toBe(code);
  });
});

describe('config rollback', () => {
  test('copies the version before over the live one, and deletes nothing', async () => {
    const bucket = bucketWith([first, second]);
    const { code, out } = await cli(['config', 'rollback'], setting('', bucket));
    expect(code).toBe(0);
    expect(bucket.versions.map(({ text }) => text)).toEqual([first, second, first]);
    expect(out).toContain('-  team: { slack: C02SECOND }\n+  team: { slack: C01FIRST }');
    expect(out).toContain('live again: version v1-abcdef');
  });

  test('passes over versions that are the same as the live one', async () => {
    const bucket = bucketWith([first, second, second]);
    await cli(['config', 'rollback'], setting('', bucket));
    expect(bucket.versions.at(-1)?.text).toBe(first);
  });

  test('goes to a version by the beginning of its id', async () => {
    const bucket = bucketWith([first, second, third]);
    await cli(['config', 'rollback', '--to', 'v1'], setting('', bucket));
    expect(bucket.versions.at(-1)?.text).toBe(first);
  });

  test('only shows it when asked for a dry run', async () => {
    const bucket = bucketWith([first, second]);
    const { out } = await cli(['config', 'rollback', '--dry-run'], setting('', bucket));
    expect(out).toContain('dry run: nothing was written');
    expect(bucket.versions).toHaveLength(2);
  });

  const refusals = [
    { name: 'there is none', texts: [first], args: [], code: 1, says: /there is no earlier version/ },
    { name: 'nothing is live', texts: [], args: [], code: 1, says: /nothing is live at s3:/ },
    {
      name: 'no version is called so',
      texts: [first, second],
      args: ['--to', 'v9'],
      code: 2,
      says: /there is no version v9 — .*--versions/,
    },
    {
      name: 'two are called so',
      texts: [first, second, third],
      args: ['--to', 'v'],
      code: 2,
      says: /3 versions begin with v/,
    },
    {
      name: 'this Watchkeeper cannot read it',
      texts: ['receivers: {}\n', first],
      args: [],
      code: 1,
      says: /version v1-abcdef cannot be used by this Watchkeeper/,
    },
  ];
  test.each(refusals)('refuses when $name', async ({ texts, args, code, says }) => {
    const bucket = bucketWith(texts);
    const ran = await cli(['config', 'rollback', ...args], setting('', bucket));
    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(says);
    expect(bucket.versions).toHaveLength(texts.length);
  });

  test('does not write over what somebody else pushed meanwhile', async () => {
    const bucket = bucketWith([first, second], (add) => add(third));
    expect((await cli(['config', 'rollback'], setting('', bucket))).code).toBe(1);
    expect(bucket.versions.at(-1)?.text).toBe(third);
  });
});

describe('config show', () => {
  test('gives the text and nothing else', async () => {
    expect((await cli(['config', 'show'], setting('', bucketWith([first, second])))).out).toBe(second);
  });

  test('lists the versions, newest first', async () => {
    const { out } = await cli(['config', 'show', '--versions'], setting('', bucketWith([first, second])));
    expect(out).toMatch(/^VERSION +WRITTEN.*\nv2-abcdef .* live\nv1-abcdef /);
  });

  test('says why it cannot', async () => {
    const denied = {
      'S3.GetObject': () => {
        throw awsError('AccessDenied', { status: 403 });
      },
    };
    const { code, err } = await cli(['config', 'show'], { env, s3: denied });
    expect(code).toBe(1);
    expect(err).toMatch(/^watchkeeper: s3:\/\/config\/watchkeeper\.yml could not be read \(denied\) — use a role/);
  });

  test('says so when nobody is signed in', async () => {
    const expired = {
      'S3.GetObject': () => {
        throw awsError('ExpiredToken', { status: 400 });
      },
    };
    const { code, err } = await cli(['config', 'show'], { env, s3: expired });
    expect(code).toBe(1);
    expect(err).toMatch(/could not be read \(no credentials, or no way to AWS\) — sign in/);
  });
});

describe('the address', () => {
  test.each([
    {
      name: 'is missing',
      args: ['config', 'show'],
      says: /config needs the address .*--address s3:\/\/.*ConfigurationAddress/,
    },
    {
      name: 'is no address',
      args: ['config', 'show', '--address', 'watchkeeper.yml'],
      says: /watchkeeper\.yml is not the address of an object in S3/,
    },
  ])('$name: wrong usage', async ({ args, says }) => {
    const { code, err } = await cli(args);
    expect(code).toBe(2);
    expect(err).toMatch(says);
  });
});
