import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, directory, jsonLines } from './run.ts';

const root = join(import.meta.dirname, '..', '..');
const shipped = readFileSync(join(root, 'watchkeeper.yml'), 'utf8');
const bad = 'receivers: { team: { slack: C0123456789 } }\nroutes:\n  - { to: tem }\ntimezone: Mars\n';

const check = async (text: string, ...args: readonly string[]) =>
  cli(['check', ...args], { cwd: directory({ 'watchkeeper.yml': text }) });

describe('check', () => {
  test('tells all faults at once, each with its place, path and fix', async () => {
    const { code, out } = await check(bad);
    expect(code).toBe(1);
    expect(out).toMatch(/^watchkeeper\.yml:3:11 {2}routes\[0\]\.to {2}unknown receiver "tem"; .* — .*team/m);
    expect(out).toMatch(/^watchkeeper\.yml:4:11 {2}timezone {2}"Mars" is not a time zone — /m);
    expect(out).toContain('watchkeeper.yml: 2 faults, cannot be used');
  });

  test('tells the same to programs', async () => {
    const { code, out } = await check(bad, '--json');
    expect(code).toBe(1);
    expect(jsonLines(out)).toMatchObject([
      { type: 'fault', line: 3, column: 11, path: 'routes[0].to' },
      { type: 'fault', line: 4, column: 11, path: 'timezone' },
      { type: 'result', usable: false, faults: 2 },
    ]);
  });

  test('says what a good file comes to', async () => {
    const { code, out } = await check(shipped);
    expect(code).toBe(0);
    for (const line of [
      /times +Asia\/Tokyo/,
      /team +Slack of the owning team, token in \/watchkeeper\/slack-token/,
      /1\. env staging +→ team \(held outside office\)/,
      /3\. impact degraded +→ team, pager \(once it has been so for 5 min\)/,
      /4\. everything +→ team$/m,
      /staging +clusters stg-\*, dev-\*/,
      /platform +Slack C02PLATFORM, mentions S02PLATFORM; owns what has no owner/,
      /SSM parameter +\/watchkeeper\/pagerduty-key +for receivers\.pager/,
    ])
      expect(out).toMatch(line);
  });

  test('shows the built-in routes of a file that writes none', async () => {
    const { out } = await check('receivers: { alerts: { slack: C0123456789 }, mail: { sns: noc-mail } }\n');
    expect(out).toMatch(/1\. impact down +→ alerts, mail \(built in\)/);
    expect(out).toMatch(/3\. everything +→ alerts \(built in\)/);
    expect(out).toMatch(/SNS topic +noc-mail +for receivers\.mail/);
  });

  test('shows the built-in last route where the written ones leave something over', async () => {
    const { out } = await check(
      'receivers: { alerts: { slack: C0123456789 } }\nroutes: [{ impact: down, to: alerts }]\n',
    );
    expect(out).toMatch(/2\. everything +→ alerts \(built in\)/);
  });

  test('warns with the line, and still ends well', async () => {
    const { code, out } = await check(`${shipped}drain:\n  web: { mode: observe }\n`);
    expect(code).toBe(0);
    expect(out).toMatch(/^watchkeeper\.yml: can be used, 1 warning$/m);
    expect(out).toMatch(/^warning {2}watchkeeper\.yml:\d+:1 {2}drain {2}this version does not drain yet — /m);
  });

  test('warns of a cause that is in no catalogue', async () => {
    const { out } = await check(
      'receivers: { a: { slack: C0123456789 } }\nroutes: [{ cause: essential_exot, to: a }, { to: a }]\n',
    );
    expect(out).toMatch(/there is no cause essential_exot — did you mean "essential_exit"\?/);
  });

  test('gives a good file to programs line by line, the result last', async () => {
    const lines = jsonLines((await check(shipped, '--json')).out);
    expect(lines.at(-1)).toMatchObject({ type: 'result', usable: true, faults: 0, timezone: 'Asia/Tokyo' });
    expect(new Set(lines.map(({ type }) => type))).toEqual(
      new Set(['receiver', 'route', 'environment', 'team', 'need', 'result']),
    );
  });

  const unreadable = [
    { name: 'no such file', args: ['check', 'other.yml'], says: /there is no file other\.yml in .* — give the path/ },
    { name: 'a directory', args: ['check', '.'], says: /\. is a directory — name the file in it/ },
  ];
  test.each(unreadable)('$name is wrong usage', async ({ args, says }) => {
    const { code, err } = await cli(args, { cwd: directory({}) });
    expect(code).toBe(2);
    expect(err).toMatch(says);
  });

  test('paints only for people', async () => {
    const cwd = directory({ 'watchkeeper.yml': bad });
    const escape = String.fromCodePoint(27);
    expect((await cli(['check'], { cwd, columns: 100 })).out).toContain(escape);
    expect((await cli(['check'], { cwd, columns: 100, env: { NO_COLOR: '1' } })).out).not.toContain(escape);
    expect((await cli(['check'], { cwd })).out).not.toContain(escape);
  });
});
