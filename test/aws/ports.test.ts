import { ECSClient, ListTasksCommand, RunTaskCommand, paginateListTasks } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { batched, remembered } from '../../lib/aws/batching.ts';
import { deferred, perRegion, within } from '../../lib/aws/client.ts';
import { failureOf, faultOf, portError } from '../../lib/aws/errors.ts';
import { PortError } from '../../lib/core/outcome.ts';
import type { Read } from '../../lib/core/ports.ts';
import { awsError, wire } from '../../sim/wire.ts';

describe('joined questions', () => {
  test('of one turn are one request per group and size; of the next turn, another', async () => {
    const { ask, pages } = counted();
    const soon = Promise.resolve().then(async () => ask('g', 'c'));
    await Promise.all([ask('g', 'a'), ask('g', 'b'), ask('h', 'a'), ask('g', 'a'), soon]);
    expect(pages).toEqual([
      ['g', 'a', 'b'],
      ['g', 'c'],
      ['h', 'a'],
    ]);
    await ask('g', 'a');
    expect(pages).toHaveLength(4);
  });

  test('find what is there, and say what is not', async () => {
    const { ask } = counted();
    expect(await Promise.all([ask('g', 'a'), ask('g', 'none')])).toEqual([
      { ok: true, at: 0, value: 'A' },
      { ok: false, reason: 'not-found' },
    ]);
  });

  test('all hear of a break', async () => {
    const ask = batched<string>({ size: 2, load: async () => Promise.reject(new Error('broken')) });
    const heard = await Promise.allSettled([ask('g', 'a'), ask('g', 'b')]);
    expect(heard.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('what is remembered', () => {
  test('is asked once; the oldest is forgotten; a failure is not remembered', async () => {
    const asked: string[] = [];
    const read = remembered<string>(2, async (key): Promise<Read<string>> => {
      asked.push(key);
      return key === 'bad' ? { ok: false, reason: 'throttled' } : { ok: true, value: key, at: 0 };
    });
    for (const key of ['a', 'a', 'b', 'c', 'b', 'a', 'bad', 'bad']) await read(key);
    expect(asked.join(' ')).toBe('a b c a bad bad');
  });
});

describe('a port that is loaded late', () => {
  type Port = { readonly twice: (n: number) => Promise<number> };

  test('is loaded once, at the first call, also when it is awaited before', async () => {
    let loads = 0;
    const port = deferred<Port>(async () => {
      loads += 1;
      return { twice: async (n) => n * 2 };
    });
    const same = await Promise.resolve(port);
    expect(loads).toBe(0);
    expect(await Promise.all([same.twice(1), port.twice(2)])).toEqual([2, 4]);
    expect(loads).toBe(1);
  });

  test('is tried again when it could not be loaded', async () => {
    let loads = 0;
    const port = deferred<Port>(async () => {
      loads += 1;
      if (loads === 1) throw new Error('no such file');
      return { twice: async (n) => n * 2 };
    });
    await expect(port.twice(1)).rejects.toThrow('no such file');
    expect(await port.twice(1)).toBe(2);
  });
});

test('one client per region, made when needed', () => {
  const made: (string | undefined)[] = [];
  const clientIn = perRegion((region) => {
    made.push(region);
    return { region };
  });
  expect(clientIn('a')).toBe(clientIn('a'));
  clientIn();
  expect(made).toEqual(['a', undefined]);
});

describe('an error', () => {
  const cases = [
    { name: 'of a right', given: awsError('AccessDeniedException'), failure: 'denied', verdict: 'permanent' },
    {
      name: 'of a right, by status alone',
      given: awsError('Whatever', { status: 403 }),
      failure: 'denied',
      verdict: 'permanent',
    },
    {
      name: 'of a thing that is gone',
      given: awsError('ClusterNotFoundException'),
      failure: 'not-found',
      verdict: 'permanent',
    },
    { name: 'of too many', given: awsError('ThrottlingException'), failure: 'throttled', verdict: 'retry' },
    {
      name: 'of too many, by status alone',
      given: awsError('Whatever', { status: 429 }),
      failure: 'throttled',
      verdict: 'retry',
    },
    {
      name: 'of what was asked',
      given: awsError('InvalidParameterException'),
      failure: 'unreadable',
      verdict: 'permanent',
    },
    {
      name: 'of theirs',
      given: awsError('ServerException', { status: 500 }),
      failure: 'unreadable',
      verdict: 'unknown',
    },
    {
      name: 'of time',
      given: Object.assign(new Error('x'), { name: 'AbortError' }),
      failure: 'unreadable',
      verdict: 'unknown',
    },
    {
      name: 'before anything was sent',
      given: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      failure: 'unsent',
      verdict: 'retry',
    },
    {
      name: 'while it was sent',
      given: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
      failure: 'unreadable',
      verdict: 'unknown',
    },
    {
      name: 'of credentials',
      given: awsError('ExpiredTokenException', { status: 403 }),
      failure: 'unsent',
      verdict: 'retry',
    },
    { name: 'nobody knows', given: 'x', failure: 'unreadable', verdict: 'unknown' },
  ];
  test.each(cases)('$name', ({ given, failure, verdict }) => {
    expect(failureOf(given)).toBe(failure);
    expect(portError(given, 'try')).toMatchObject({ verdict });
  });

  test('may mean something else to one service, and keeps what it already is', () => {
    expect(portError(awsError('AccessDeniedException'), 'try', { denied: 'retry' })).toMatchObject({
      verdict: 'retry',
    });
    const known = new PortError('already-done', 'was there');
    expect(portError(known, 'try')).toBe(known);
  });
});

describe('the wire', () => {
  test('keeps the SDK’s own pages and tokens', async () => {
    const client = new ECSClient({});
    const requests = wire(client, {
      'ECS.ListTasks': ({ nextToken }: { nextToken?: string }) =>
        nextToken === undefined ? { taskArns: ['a'], nextToken: 't' } : { taskArns: ['b'] },
      'ECS.RunTask': () => ({ tasks: [] }),
    });
    const arns: string[] = [];
    for await (const page of paginateListTasks({ client }, {})) arns.push(...(page.taskArns ?? []));
    expect(arns).toEqual(['a', 'b']);
    await client.send(new RunTaskCommand({ taskDefinition: 'job' }));
    expect(requests.at(-1)?.operation).toBe('ECS.RunTask');
  });

  test('keeps the SDK’s own retries', async () => {
    const client = new ECSClient({ maxAttempts: 3 });
    const requests = wire(client, {
      'ECS.ListTasks': (_: object, { attempt }: { attempt: number }) => {
        if (attempt === 1) throw awsError('Flaky', { retryable: true });
        if (attempt === 2) throw awsError('ServiceUnavailable', { status: 503 });
        return { taskArns: ['a'] };
      },
    });
    expect(await client.send(new ListTasksCommand({}))).toMatchObject({ taskArns: ['a'], $metadata: { attempts: 3 } });
    expect(requests).toHaveLength(3);
  });

  test('does not repeat what is refused, nor what nobody answers', async () => {
    const client = new ECSClient({ maxAttempts: 3 });
    const requests = wire(client, {
      'ECS.ListTasks': () => {
        throw awsError('ClusterNotFoundException', { message: 'Cluster not found.' });
      },
    });
    await expect(client.send(new ListTasksCommand({}))).rejects.toThrow('Cluster not found.');
    await expect(client.send(new RunTaskCommand({ taskDefinition: 'job' }))).rejects.toThrow(
      'nothing answers ECS.RunTask',
    );
    expect(requests).toHaveLength(2);
  });

  test('ends when it is told to', async () => {
    const client = new ECSClient({});
    wire(client, { 'ECS.ListTasks': async () => new Promise(() => {}) });
    const error: unknown = await client.send(new ListTasksCommand({}), within(5)).catch((thrown: unknown) => thrown);
    expect(faultOf(error)).toBe('interrupted');
  });
});

function counted(size = 2) {
  const pages: string[][] = [];
  const ask = batched<string>({
    size,
    load: async (group, keys) => {
      pages.push([group, ...keys]);
      return {
        ok: true,
        at: 0,
        value: new Map(keys.filter((key) => key !== 'none').map((key) => [key, key.toUpperCase()])),
      };
    },
  });
  return { ask, pages };
}
