import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prepareLogTail } from '../../lib/alert/log-tail.ts';
import { ownPattern, redact, redactLines } from '../../lib/core/redaction.ts';
import { namedSecrets, shapedSecrets } from '../../lib/core/secret-patterns.ts';

// Built from parts, so that no scanner takes a sample for a leak.
const joined = (...parts: readonly string[]): string => parts.join('');
const samples = {
  awsKeyId: joined('AKIA', 'IOSFODNN7EXAMPLE'),
  jwt: joined(
    'eyJ',
    'hbGciOiJIUzI1NiJ9',
    '.eyJ',
    'zdWIiOiIxMjM0NTY3ODkwIn0',
    '.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
  ),
  github: joined('ghp_', 'aB3'.repeat(12)),
  githubFine: joined('github_pat_', '11ABCDEFG0'.repeat(4)),
  gitlab: joined('glpat-', 'x1Y2'.repeat(5)),
  slack: joined('xoxb-', '123456789012-', 'abcDEF'.repeat(3)),
  slackWebhook: joined('https://hooks.slack.com/services/', 'T000/B000/XXXXyyyy'),
  stripe: joined('sk_live_', '4eC39HqLyjWDarjtT1'),
  stripeWebhook: joined('whsec_', 'abcdEFGH1234'.repeat(2)),
  google: joined('AIza', 'SyA1'.repeat(8), 'abc'),
  sendgrid: joined('SG.', 'abcdEFGH12345678', '.', 'abcdEFGH12345678'),
  npm: joined('npm_', 'aB3d'.repeat(9)),
  model: joined('sk-ant-', 'api03-abcdEFGH1234'),
  session: joined('IQoJb3JpZ2lu', 'X2Vj'.repeat(12)),
  card: '4242 4242 4242 4242',
  amex: '378282246310005',
};

const tailOf = (...texts: string[]) => prepareLogTail(texts.map((text) => ({ text })));

describe('what is redacted', () => {
  test.each(Object.entries(samples))('%s by its look, in the middle of a line', (_, secret) => {
    const line = redact(`2026-11-21T02:16:04Z ERROR call with ${secret} failed`);
    const middle = secret.slice(-10);
    expect(line).not.toContain(middle);
    expect(line).toContain('[redacted]');
    expect(line).toMatch(/^2026-11-21T02:16:04Z ERROR call with .* failed$/);
  });

  const named = [
    { given: 'DB_PASSWORD=hunter2 starting', expected: 'DB_PASSWORD=[redacted] starting' },
    { given: 'password: hunter', expected: 'password: [redacted]' },
    {
      given: '{"user":"a","password":"hun\\"ter2","port":1}',
      expected: '{"user":"a","password":"[redacted]","port":1}',
    },
    {
      given: '{"msg":"{\\"apiKey\\":\\"abc1\\",\\"x\\":1}"}',
      expected: '{"msg":"{\\"apiKey\\":\\"[redacted]\\",\\"x\\":1}"}',
    },
    { given: "secret_key = 'abc def', next", expected: "secret_key = '[redacted]', next" },
    { given: 'GET /x?a=1&access_token=abc123&b=2', expected: 'GET /x?a=1&access_token=[redacted]&b=2' },
    { given: 'Server=db;Password=a b;Pwd=x1;', expected: 'Server=db;Password=[redacted] b;Pwd=[redacted];' },
    { given: 'Authorization: Bearer abc', expected: 'Authorization: [redacted]' },
    { given: '"authorization":"Basic dXNlcjpwYXNz","x":1', expected: '"authorization":"[redacted]","x":1' },
    { given: 'using bearer abcdefghijklmnopqrstuvwx', expected: 'using bearer [redacted]' },
    { given: 'Set-Cookie: sid=abc; Path=/', expected: 'Set-Cookie: [redacted]' },
    { given: 'postgres://app:p@ss@db:5432/orders', expected: 'postgres://app:[redacted]@db:5432/orders' },
    { given: 'redis://:abc@cache:6379', expected: 'redis://:[redacted]@cache:6379' },
    { given: 'api-key: 9f31c2ab', expected: 'api-key: [redacted]' },
    { given: 'X-Amz-Signature=abcdef&X-Amz-Date=1', expected: 'X-Amz-Signature=[redacted]&X-Amz-Date=1' },
    { given: 'aws_secret_access_key=wJalrXUtnFEMI/K7MDENG', expected: 'aws_secret_access_key=[redacted]' },
    {
      given: '-----BEGIN RSA PRIVATE KEY-----\\nMIIE\\n-----END RSA PRIVATE KEY----- loaded',
      expected: '[redacted] loaded',
    },
  ];
  test.each(named)('$given', ({ given, expected }) => {
    expect(redact(given)).toBe(expected);
  });

  const harmless = [
    'panic: required env PAYMENT_HMAC_KEY is not set',
    'FATAL: password authentication failed for user "app"',
    'Error fetching secret: AccessDeniedException: not authorized to perform ssm:GetParameters',
    'SyntaxError: Unexpected token: punc',
    'api_key=null, password=undefined',
    'password is empty (password="")',
    'http://example.com:8080/path?user=a@b',
    'Basic authentication is switched off',
    'order 4242424242424241 not found',
    'commit 9f31c2ab4d5e6f708192a3b4c5d6e7f809112233 deployed',
    'connected to 10.0.0.1:5432 in 1732158245123',
  ];
  test.each(harmless)('not: %s', (line) => {
    expect(redact(line)).toBe(line);
  });

  test('e-mail addresses only when asked', () => {
    expect(redact('mail to a.b+c@example.co.jp failed')).toBe('mail to a.b+c@example.co.jp failed');
    expect(redact('mail to a.b+c@example.co.jp failed', { emails: true })).toBe('mail to [redacted] failed');
  });

  test('what the users name', () => {
    expect(redact('customer K-12345 paid', { patterns: [/K-\d{5}/g] })).toBe('customer [redacted] paid');
    const twice = redact(redact('a red 1', { patterns: [/red/g] }), { patterns: [/red/g] });
    expect(twice).toBe('a [redacted] 1');
  });

  test('every pattern has a source, an id of its own and goes through the whole line', () => {
    const all = [...namedSecrets, ...shapedSecrets];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { source, pattern } of all) {
      expect(source).not.toBe('');
      expect(pattern.global).toBe(true);
    }
  });
});

const fragment = fc.oneof(
  fc.constantFrom(...Object.values(samples)),
  fc.constantFrom(
    'password',
    'token',
    ':',
    '=',
    ' ',
    '"',
    "'",
    '\\',
    '://',
    '@',
    '&',
    ';',
    'Bearer ',
    'authorization',
    '-----BEGIN PRIVATE KEY-----',
    '[redacted]',
    '1',
    'a',
    '{',
  ),
  fc.string({ maxLength: 12 }),
);
const line = fc.array(fragment, { maxLength: 14 }).map((parts) => parts.join(''));

test('to redact again changes nothing', () => {
  fc.assert(
    fc.property(line, (text) => {
      const once = redact(text, { emails: true });
      expect(redact(once, { emails: true })).toBe(once);
    }),
    { numRuns: 3000 },
  );
});

test('no secret with a look of its own survives, whatever stands around it', () => {
  fc.assert(
    fc.property(
      line,
      fc.constantFrom(samples.github, samples.stripe, samples.awsKeyId),
      line,
      (before, secret, after) => {
        expect(redact(`${before} ${secret} ${after}`)).not.toContain(secret);
      },
    ),
  );
});

/** Lines made to be slow. A million characters: what takes quadratic time does not end before the test's time is over. */
const unlucky = [
  'eyJ-',
  'eyJaaaaaaaaaa',
  'password=',
  'password="',
  'password: ',
  'secret:',
  'tokentoken',
  '://a:',
  '://:x',
  'a@a.',
  '-----BEGIN PRIVATE KEY-----',
  '-----END ',
  '4 1 ',
  '4-',
  '41',
  'SG.',
  'sk-',
  'bearer ',
  'authorization:',
  'xox',
  '\\',
  '"',
  '\\"password\\":\\"',
  'ghp_',
];
test.each(unlucky)('a million characters of %s take no more than their time', (part) => {
  const text = part.repeat(Math.ceil(1_000_000 / part.length));
  expect(redact(text, { emails: true }).length).toBeLessThanOrEqual(text.length * 2);
});

describe('lines of one log', () => {
  const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ';
  test('lose a private key that spans several of them', () => {
    const lines = ['start', '-----BEGIN PRIVATE KEY-----', body, `${body}==`, '-----END PRIVATE KEY-----', 'end'];
    expect(redactLines(lines)).toEqual(['start', '[redacted]', '[redacted]', '[redacted]', '[redacted]', 'end']);
  });

  test('and one whose beginning was cut off', () => {
    expect(redactLines([body, `${body}==`, '-----END RSA PRIVATE KEY-----', 'end'])).toEqual([
      '[redacted]',
      '[redacted]',
      '[redacted]',
      'end',
    ]);
  });
});

describe('patterns of the users', () => {
  const refused = ['(', '(a+)+$', '(\\d*)*', '((a|b)+c?){2,}', 'a*', '(a)\\1+', '(?:x+y?)*z'];
  test.each(refused)('refused: %s', (source) => {
    expect(ownPattern(source)).toHaveProperty('problem');
  });

  const taken = ['K-\\d{5}', 'cust_[a-z0-9]+', '(?:foo|bar)+', '[(+]x+', '\\(a+\\)+', '(ab+){3}'];
  test.each(taken)('taken: %s', (source) => {
    expect(ownPattern(source)).toHaveProperty('pattern');
  });
});

describe('the end of a log', () => {
  test('without colours, control characters and empty lines', () => {
    const { lines } = tailOf(
      '\u001B[31mERROR\u001B[0m boom\u0007',
      '',
      '   ',
      '10%\r50%\rdone',
      'a\tb',
      '\u202Egnp.exe',
      '\u001B]0;title\u0007x',
    );
    expect(lines).toEqual(['ERROR boom', 'done', 'a  b', 'gnp.exe', 'x']);
  });

  test('an event of several lines is several lines', () => {
    expect(tailOf('Error: boom\n    at main.go:41\r\n').lines).toEqual(['Error: boom', '    at main.go:41']);
  });

  test('the same line over and over is one', () => {
    const { lines } = tailOf(
      ...Array.from({ length: 40 }, (_, n) => `02:16:${n} retry ${n} of db-9f31c2ab${n}`),
      'panic: gave up',
    );
    expect(lines).toEqual(['02:16:39 retry 39 of db-9f31c2ab39 (×40)', 'panic: gave up']);
  });

  test('structured lines show level, message and error', () => {
    const { lines } = tailOf(
      '{"level":"error","msg":"query failed","err":{"message":"timeout"},"password":"hunter2"}',
      '{"level":50,"message":"x: timeout","error":"timeout"}',
      '{"severity":"WARNING","message":"token=abc1 is old"}',
      '{"some":"thing"}',
    );
    expect(lines).toEqual([
      'ERROR query failed: timeout',
      'ERROR x: timeout',
      'WARNING token=[redacted] is old',
      '{"some":"thing"}',
    ]);
  });

  test('five lines for the message, twenty for the thread, the rest counted', () => {
    const texts = Array.from({ length: 30 }, (_, n) => `line ${'abcdefghijklmnopqrstuvwxyzABCDEF'[n]}`);
    const { lines, more, cut } = tailOf(...texts);
    expect(lines).toEqual(texts.slice(-5));
    expect(more).toEqual(texts.slice(-20));
    expect(cut).toBe(10);
  });

  test('noise at the end gives way to the last line that tells something', () => {
    const noise = ['closing a', 'closing b', 'closing c', 'closing d', 'closing e', 'bye'];
    const { lines } = tailOf('starting', 'panic: required env X is not set', 'main.go: mustEnv', ...noise);
    expect(lines).toEqual([
      'starting',
      'panic: required env X is not set',
      'main.go: mustEnv',
      'closing a',
      'closing b',
    ]);
  });

  test('a line of 40 kB is cut, and a secret in it is gone before', () => {
    const { lines } = tailOf(`${'x'.repeat(295)} password=hunter2hunter2 ${'y'.repeat(40_000)}`);
    expect(lines[0]?.length).toBeLessThan(312);
    expect(lines[0]).not.toContain('hunter');
    expect(lines[0]).toMatch(/… \+\d+$/);
  });

  test('half an emoji is never left', () => {
    const { lines } = tailOf(`${'x'.repeat(299)}🙂${'y'.repeat(100)}`);
    expect(lines[0]?.isWellFormed()).toBe(true);
  });

  test('of nothing is nothing', () => {
    expect(tailOf()).toEqual({ lines: [], more: [], cut: 0 });
  });
});
