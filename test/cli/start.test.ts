import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, isInstalled } from '../sim/api/command-line.ts';
import { cli, directory } from './run.ts';
import { messagesAbout, Started } from './started.ts';
import { viewSchema } from './view-schema.ts';

const bad = 'receivers: { alerts: { slack: alerts } }\nlangage: ja\n';

describe('watchkeeper start, called wrongly', () => {
  test.each([
    { args: ['--port', 'x'], code: 2, said: /^watchkeeper: --port x is no port — give a number from 0 to 65535$/ },
    { args: ['--port', '65536'], code: 2, said: /^watchkeeper: --port 65536 is no port — / },
    { args: ['--speed', '-1'], code: 2, said: /^watchkeeper: --speed -1 is no speed — give a number from 0 to 3600$/ },
    { args: ['--config', 'nowhere.yml'], code: 2, said: /^watchkeeper: there is no file nowhere\.yml in \S+ — / },
    { args: ['--config', '.'], code: 2, said: /^watchkeeper: \. is a directory — name the file in it: / },
    { args: ['--sped', '3'], code: 2, said: /^watchkeeper: unknown option '--sped'/ },
  ])('$args is one line', async ({ args, code, said }) => {
    const ended = await cli(['start', '--port', '0', ...args], { cwd: directory({}) });
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toMatch(/^[^\n]+\n$/);
    expect(ended.err.trimEnd()).toMatch(said);
  });

  test('a configuration with faults is a line for each, and what to do', async () => {
    const cwd = directory({ 'watchkeeper.yml': bad });
    const ended = await cli(['start', '--port', '0'], { cwd });
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^watchkeeper\.yml:1:\d+ {2}receivers\.alerts\.slack {2}.+ — .+/),
      'watchkeeper.yml:2:1  langage  unknown key "langage" — did you mean "language"?',
      'watchkeeper: watchkeeper.yml cannot be used — mend it: watchkeeper check watchkeeper.yml',
    ]);
  });
});

describe('watchkeeper start', () => {
  let started: Started;
  beforeAll(async () => {
    started = await new Started(['--port', '0', '--speed', '100'], directory({})).up();
  });
  afterAll(async () => {
    await started.stop();
  });

  test('prints where its page is on a line of its own', async () => {
    expect(started.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    const page = await fetch(started.url);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('<script');
  });

  test('something goes wrong by itself in the first minute, and is told', async () => {
    const { account, decisions, chat } = await started.until((view) => messagesAbout(view, 'orders-api').length > 0);
    const [start = 0] = account.series.at;
    expect((decisions[0]?.at ?? Infinity) - start).toBeLessThan(60_000);
    expect(chat.messages[0]?.content.text).toMatch(
      /^\[prod\] orders-api: .*Deploy fails: container app failed \(exit 1\)$/,
    );
  });

  test('what it shows is sound', async () => {
    const view = viewSchema.parse(await started.view());
    const { account, chat, decisions } = view;
    const services = account.clusters.flatMap((cluster) =>
      cluster.services.map((service) => ({ ...service, id: `${cluster.name}/${service.name}` })),
    );
    const { series } = account;
    expect(services.length).toBeGreaterThan(5);
    const ids = services.map(({ id }) => id).toSorted();
    expect(series.services.map(({ service }) => service).toSorted()).toEqual(ids);
    expect(series.loads.map(({ service }) => service).toSorted()).toEqual(ids);
    for (const { desired, running, healthy } of series.services)
      expect([desired.length, running.length, healthy.length]).toEqual(Array(3).fill(series.at.length));
    expect(series.at).toEqual(series.at.toSorted((one, other) => one - other));
    const tasks = account.clusters.flatMap(({ instances, services: all, standalone = [] }) => [
      ...instances.flatMap((each) => each.tasks),
      ...all.flatMap((each) => each.tasks),
      ...standalone,
    ]);
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length);
    expect(new Set(account.faults.map(({ id }) => id)).size).toBe(account.faults.length);
    expect(account.faults.map(({ id }) => id)).toContain('bad-image');
    expect(account.functions.filter(({ errors }) => errors > 0)).toEqual([]);
    expect(decisions.map(({ id }) => id)).toEqual(decisions.map((_, index) => index + 1));
    const channels = new Set(chat.channels.map(({ id }) => id));
    expect(chat.messages.filter(({ channel }) => !channels.has(channel))).toEqual([]);
  });

  test.each([
    { what: 'no such fault', path: '/api/faults/flood', body: {}, status: 409, error: 'There is no such fault.' },
    {
      what: 'no speed',
      path: '/api/speed',
      body: { speed: 1e9 },
      status: 409,
      error: 'A speed is a number from 0 to 3600.',
    },
    {
      what: 'no message',
      path: '/api/react',
      body: { ts: '1', name: 'eyes' },
      status: 409,
      error: 'There is no such message.',
    },
    { what: 'nothing', path: '/api/drink', body: {}, status: 409, error: 'There is nothing to ask for here.' },
    { what: 'no object', path: '/api/speed', body: 'fast', status: 400, error: 'That is no JSON object.' },
    { what: 'too much', path: '/api/speed', body: 'x'.repeat(20_000), status: 413, error: 'That is too long.' },
  ])('refuses $what with a sentence', async ({ path, body, status, error }) => {
    const answer = await started.post(path, body);
    expect([answer.status, await answer.json()]).toEqual([status, { error }]);
  });

  test('answers no page from elsewhere', async () => {
    const answer = await started.post('/api/speed', { speed: 0 }, { origin: 'https://example.com' });
    expect(answer.status).toBe(403);
    expect((await started.view()).account.speed).toBe(100);
  });

  test.skipIf(!isInstalled())('the AWS CLI can be pointed at it', async () => {
    const args = ['ecs', 'describe-services', '--cluster', 'web', '--services', 'payments-api', 'nothing'];
    expect(await awsCli(started.front, args)).toMatchObject({
      services: [{ serviceName: 'payments-api', desiredCount: 6, status: 'ACTIVE', launchType: 'FARGATE' }],
      failures: [{ reason: 'MISSING' }],
    });
  });

  test('ends quietly on SIGTERM while a page is open', async () => {
    const stream = await fetch(`${started.url}/api/stream`);
    expect(await started.stop('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    await stream.body?.cancel().catch(() => {});
  });
});

test('watchkeeper start takes the next port when one is taken, and ends on SIGINT', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const started = await new Started(['--port', String(port), '--speed', '600'], directory({})).up();
  const { code, stderr } = await started.stop('SIGINT');
  other.close();
  const taken = stderr.split('\n').filter((line) => line !== '');
  expect(taken[0]).toBe(`port ${port} is taken, trying ${port + 1}`);
  expect([code, started.url]).toEqual([0, `http://127.0.0.1:${port + taken.length}`]);
});
