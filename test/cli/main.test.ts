import { describe, expect, test } from 'vitest';
import { PartlyReadError } from '../../lib/core/ports.ts';
import { PortError } from '../../lib/core/outcome.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { cli } from './run.ts';

const commands = ['check', 'config', 'status', 'incidents', 'ack', 'mute', 'unmute', 'explain', 'advise', 'snapshot'];

describe('the command line', () => {
  test('lists every command, in one look', async () => {
    const { code, out } = await cli(['--help']);
    expect(code).toBe(0);
    for (const name of commands) expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  });

  test.each(commands)('%s --help says what it does', async (name) => {
    const { code, out, err } = await cli([name, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`Usage: watchkeeper ${name}`);
    expect(out.split('\n').every((line) => line.length <= 120)).toBe(true);
  });

  test.each([
    ...commands.filter((name) => name !== 'config'),
    'config push',
    'config diff',
    'config rollback',
    'config show',
  ])('%s takes --json', async (name) => {
    const { out } = await cli([...name.split(' '), '--help']);
    expect(out).toMatch(/^\s+--json\b/m);
  });

  test('says its version', async () => {
    expect((await cli(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  const wrong = [
    { name: 'no command', args: [], says: /Usage: watchkeeper/ },
    {
      name: 'a command that is not there',
      args: ['statu'],
      says: /^watchkeeper: unknown command 'statu' \(Did you mean status\?\)\n$/,
    },
    {
      name: 'an option that is not there',
      args: ['status', '--jsno'],
      says: /^watchkeeper: unknown option '--jsno' \(Did you mean --json\?\)\n$/,
    },
    {
      name: 'an argument that is missing',
      args: ['ack'],
      says: /^watchkeeper: missing required argument 'incident' — see watchkeeper ack --help\n$/,
    },
    {
      name: 'a command like none',
      args: ['bogus'],
      says: /^watchkeeper: unknown command 'bogus' — see watchkeeper --help\n$/,
    },
    { name: 'an argument too many', args: ['status', 'web'], says: /^watchkeeper: too many arguments/ },
    {
      name: 'no table',
      args: ['status'],
      says: /^watchkeeper: status needs the table — give --table NAME or set WATCHKEEPER_TABLE; .*\n$/,
    },
    {
      name: 'no region',
      args: ['status', '--table', 't'],
      says: /^watchkeeper: no region is known — give --region or set AWS_REGION\n$/,
    },
    {
      name: 'no such zone',
      args: ['status', '--table', 't', '--region', 'eu-west-1', '--timezone', 'JST'],
      says: /^watchkeeper: JST is not a time zone — write/,
    },
  ];
  test.each(wrong)('$name is wrong usage: exit code 2, on stderr', async ({ args, says }) => {
    const { code, out, err } = await cli(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(says);
  });

  const refusals = [
    { name: 'AccessDeniedException', fix: 'use a role with the right' },
    { name: 'ResourceNotFoundException', fix: 'check the name, the region' },
    { name: 'ExpiredTokenException', fix: 'sign in' },
    { name: 'CredentialsProviderError', fix: 'sign in' },
  ];
  test.each(refusals)('$name of AWS is one line with what to do: exit code 1', async ({ name, fix }) => {
    const refuse = async (): Promise<never> => {
      throw Object.assign(new Error('long words of AWS'), { name, $metadata: {} });
    };
    const { code, err } = await cli(['status', '--table', 't', '--region', 'eu-west-1'], {
      store: { load: refuse, save: refuse, due: refuse, open: refuse, addCounts: refuse, readCounts: refuse },
    });
    expect(code).toBe(1);
    expect(err).toContain(name);
    expect(err).toContain(fix);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('what kept a record from being read is named, not that it was not read', async () => {
    const cause = new PortError('retry', 'read a record: CredentialsProviderError', {
      cause: Object.assign(new Error('long words'), { name: 'CredentialsProviderError' }),
    });
    const load = async (keys: readonly string[]): Promise<never> => {
      throw new PartlyReadError(new Map(), keys, { cause });
    };
    const store = { ...memoryStore(), load, open: async () => ['alert#eu-west-1#mutes'] };
    const { code, err } = await cli(['status', '--table', 't', '--region', 'eu-west-1'], { store });
    expect(code).toBe(1);
    expect(err).toMatch(/^watchkeeper: .*stayed unread: CredentialsProviderError — sign in/);
  });
});
