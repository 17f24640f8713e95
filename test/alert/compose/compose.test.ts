import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compose } from '../../../lib/alert/compose/compose.ts';
import { plainOf } from '../../../lib/alert/compose/phrase.ts';
import { impactLevels, alertStatuses } from '../../../lib/core/alert.ts';
import { languages } from '../../../lib/core/language.ts';
import { dayMs, minuteMs } from '../../../lib/core/time.ts';
import { checkLockScreen, checkNoGuessedKill, checkRules, checkSameLines, checkUniversalTime } from './rules.ts';
import { cause, chapter, situation, situations, start } from './situations.ts';
import type { Situation } from './situations.ts';

function checkBoth({ input }: Situation): void {
  const [en, ja] = [compose({ ...input, language: 'en' }), compose({ ...input, language: 'ja' })];
  for (const each of [en, ja]) {
    checkRules(each);
    checkNoGuessedKill(input.alert, each);
    checkLockScreen(input.alert, each.message);
  }
  checkSameLines(en, ja);
}

function composed(name: string, language: 'en' | 'ja' = 'en'): ReturnType<typeof compose> {
  const found = situations.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no situation ${name}`);
  return compose({ ...found.input, language });
}

describe('nothing is in a message that must not be', () => {
  test('there are enough situations', () => {
    expect(situations.length).toBeGreaterThanOrEqual(40);
    expect(new Set(situations.map(({ name }) => name)).size).toBe(situations.length);
  });

  test.each(situations.map((each) => [each.name, each] as const))('%s', (_, each) => {
    checkBoth(each);
  });

  test.each(situations.map((each) => [each.name, each] as const))('no time in UTC without saying so: %s', (_, each) => {
    for (const language of languages) checkUniversalTime(compose({ ...each.input, timezone: 'UTC', language }));
  });

  test('whatever an alert holds', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', 'ü', '日', '-', '_', '.', ' ', '9', '🎉'),
      minLength: 1,
      maxLength: 80,
    });
    const hostile = fc
      .array(
        fc.constantFrom(
          'failed ',
          'arn:aws:iam::123456789012:role/app ',
          'arn:aws:secretsmanager:ap-',
          '{"message": "not \\"allowed\\"", "code": 403}',
          '{"cut": "here',
          '4c1e0a5b7d2f4e6a8b9c0d1e2f3a4b5c ',
          '\n\t',
          '\u001B[31m',
          '```',
          '\uD83C',
        ),
        { minLength: 1, maxLength: 40 },
      )
      .map((parts) => parts.join(''));
    const anyWords = fc.oneof(word, hostile);
    const count = fc.option(fc.nat(2000), { nil: undefined });
    const ids = situations.flatMap(({ input }) => input.alert.causes.map(({ id }) => id));
    const aCause = fc
      .record({
        id: fc.constantFrom(...ids, 'a_newer_cause'),
        count: fc.integer({ min: 1, max: 500 }),
        exitCode: fc.option(fc.nat(255), { nil: undefined }),
        container: fc.option(anyWords, { nil: undefined }),
        text: fc.option(anyWords, { nil: undefined }),
      })
      .map(({ id, exitCode, container, text, ...rest }) =>
        cause(id, {
          ...rest,
          ...(exitCode !== undefined && { exitCode }),
          ...(container !== undefined && { container }),
          ...(text !== undefined && { text }),
        }),
      );
    const alerts = fc.record({
      causes: fc.array(aCause, { maxLength: 5 }),
      level: fc.constantFrom(...impactLevels),
      status: fc.constantFrom(...alertStatuses),
      state: fc.constantFrom(
        'in-progress',
        'failed',
        'rolling-back',
        'rolled-back',
        'rollback-failed',
        'completed',
        undefined,
      ),
      numbers: fc.record({ desired: count, running: count, healthy: count, lowest: count }),
      code: fc.constantFrom(...situations.map(({ input }) => input.alert.next.code)),
      fills: fc.dictionary(fc.constantFrom('failed', 'threshold', 'left', 'stage', 'started', 'desired'), count),
      name: word,
    });
    fc.assert(
      fc.property(alerts, ({ causes, level, status, state, numbers, code, fills, name }) => {
        const made = situation('generated', {
          subject: { name: `s${name}` },
          causes,
          impact: { level, ...(numbers as object) },
          next: { code, fills },
          alert: { status, ...(state !== undefined && { deployment: chapter(state, 1, 2) }) },
        });
        checkBoth(made);
      }),
      { numRuns: 150 },
    );
  });
});

describe('what the people who are woken wrote down', () => {
  test('image tag missing', () => {
    const { message, replies } = composed('image tag missing during a deployment');
    expect(message.summary).toBe('[prod] orders-api: no impact, 4/4 serving. Deploy fails: image v1.42.1 not in ECR');
    expect(message.bar).toBe('amber');
    expect(plainOf(message.impact)).toBe('none: 4/4 healthy · rev 141 still serves');
    expect(plainOf(message.next)).toBe(
      'ECS rolls back to rev 141 by itself after 1 more failed task (circuit breaker 2/3)',
    );
    expect(plainOf(message.changed ?? [])).toBe(
      '141 → 142 (02:11): image v1.42.0 → v1.42.1, nothing else · by gha-deploy-orders · compare',
    );
    expect(replies[0]?.fence?.[1]).toMatch(
      /^aws ecs stop-service-deployment .*--stop-type ROLLBACK --service-deployment-arn arn:aws:ecs:\S+$/,
    );
  });

  test('image tag missing, in Japanese', () => {
    const { message } = composed('image tag missing during a deployment', 'ja');
    expect(message.summary).toBe(
      '[prod] orders-api: 影響なし(4/4稼働)。デプロイ失敗中: イメージ v1.42.1 が ECR にない',
    );
    expect(plainOf(message.next)).toBe(
      'あと 1 回失敗すると ECS が自動でリビジョン 141 にロールバックします(サーキットブレーカー 2/3)',
    );
  });

  test('crash loop: the removed secret that the log asks for is a guess, and says so', () => {
    const { message } = composed('crash after a deployment, rolling back');
    expect(message.bar).toBe('red');
    expect(plainOf(message.why ?? [])).toContain('the log names PAYMENT_HMAC_KEY, which rev 88 no longer has ‹guess›');
    expect(message.log).toHaveLength(2);
  });

  test('a rollback is amber and leaves something to do', () => {
    const { message } = composed('rolled back');
    expect(message.bar).toBe('amber');
    expect(plainOf(message.title)).toBe('[prod] payments-api: deployment 88 failed, rolled back to 87');
    expect(plainOf(message.impact)).toBe('10 min, 02:12 to 02:22 · 3 tasks failed · lowest 3/6 healthy');
    expect(message.labels.do).toBe('Still to do');
  });

  test.each(languages)('the first word already has impact and next (%s)', (language) => {
    const { message } = composed('image tag missing, first word', language);
    expect(plainOf(message.context)).not.toMatch(/edited|更新/);
    expect(plainOf(message.changed ?? [])).toContain('141 → 142');
  });
});

test.each([
  ['resolved', 'green'],
  ['rolled-back', 'amber'],
  ['expired', 'grey'],
] as const)('the bar of an end: %s is %s', (status, bar) => {
  expect(composed(`end ${status}`).message.bar).toBe(bar);
});

test('a mute turns the bar grey, and its end is told in local time', () => {
  const { message } = composed('muted, taken, and acting switched off');
  expect(message.bar).toBe('grey');
  expect(plainOf(message.context)).toContain('muted until 22 Nov 02:12: migration');
});

function whyWith(certainty: 'certain' | 'probable' | 'guess'): string {
  const { input } = situation('x', { causes: [cause('oom', { certainty })] });
  return plainOf(compose({ ...input, language: 'en' }).message.why ?? []);
}

test('a certain cause has no mark, any other has one', () => {
  expect(whyWith('certain')).not.toContain('‹');
  expect(whyWith('probable')).toContain('‹probable›');
  expect(whyWith('guess')).toContain('‹guess›');
});

test('times are those of the configured zone', () => {
  const { input } = situation('x', { causes: [cause('oom')], impact: { level: 'down', healthy: 0 } });
  const text = (timezone: string): string =>
    compose({ ...input, timezone, language: 'en', now: start }).message.summary;
  expect(text('Asia/Tokyo')).toContain('02:12');
  expect(text('Europe/Berlin')).toContain('18:12');
});

test('a deployment that waits for somebody is not called failing, and the answer is in the thread', () => {
  const { message, replies } = composed('a hook waits');
  expect(message.summary).not.toContain('fails');
  expect(message.do).toHaveLength(1);
  const fence = replies[0]?.fence ?? [];
  expect(fence.filter((line) => line.includes('continue-service-deployment'))).toHaveLength(2);
});

describe('while the circuit breaker still counts', () => {
  const steps = (level: 'none' | 'degraded' | 'down' | 'unknown'): readonly string[] => {
    const { input } = situation('x', {
      causes: [cause('oom', { count: 2 })],
      impact: { level, healthy: 1 },
      next: { code: 'breaker_rolls_back', fills: { failed: 2, threshold: 10, left: 8 } },
      alert: { deployment: chapter('in-progress', 141, 142) },
    });
    return (compose({ ...input, language: 'en' }).message.do ?? []).map(plainOf);
  };

  test('who is not hurt is told to wait', () => {
    expect(steps('none')[0]).toBe('Nothing now: the rollback comes by itself.');
  });

  test.each(['degraded', 'down', 'unknown'] as const)('with impact %s going back comes first', (level) => {
    expect(steps(level)[0]).toMatch(/^Roll back to rev 141/);
    expect(steps(level).join()).not.toContain('Nothing now');
  });
});

test('what lasts for days says since which day', () => {
  const { input } = situation('x', {
    causes: [cause('oom')],
    impact: { level: 'down', healthy: 0, since: start - 2 * dayMs },
  });
  const { message } = compose({ ...input, language: 'en' });
  expect(message.summary.slice(0, 60)).toContain('DOWN 0/4 since 19 Nov 02:12');
  expect(plainOf(message.impact)).toContain('since 19 Nov 02:12');
});

test('of what was lost sight of, no length is claimed', () => {
  expect(plainOf(composed('end expired').message.impact)).toBe(
    'began 02:12, how long is not known · 3 tasks failed · lowest 4/4 healthy',
  );
});

test.each([
  ['of revisions the events name, what they say stands', 141, '141 → 142'],
  ['of others, why it is not known', 142, 'no earlier revision'],
])('where a change cannot be looked up: %s', (_, previous, expected) => {
  const base = situations.find(({ name }) => name === 'change unknown: no-previous')?.input;
  if (base === undefined) throw new Error('no such situation');
  const family = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/orders-api';
  const deployment = {
    id: 'ecs-svc/1',
    state: 'in-progress',
    startedAt: start,
    taskDefinitionArn: `${family}:142`,
    previousTaskDefinitionArn: `${family}:${previous}`,
  } as const;
  const { message } = compose({ ...base, language: 'en', alert: { ...base.alert, deployment } });
  expect(plainOf(message.changed ?? [])).toContain(expected);
});

test('the command for the log begins before the task stopped, whenever it is pasted', () => {
  const { replies } = composed('crash after a deployment, rolling back');
  const tail = replies.flatMap(({ fence = [] }) => fence).find((line) => line.startsWith('aws logs tail'));
  expect(tail).toContain(`--since ${new Date(start - 2 * minuteMs).toISOString()}`);
});

test.each([
  ['the agent of an instance is gone', /have it replaced/, 'aws autoscaling terminate-instance-in-auto-scaling-group'],
  ['the agent of a server of ECS Anywhere is gone', /Systems Manager/, 'aws ssm send-command'],
])('%s: what helps there', (name, remedy, command) => {
  const { message, replies } = composed(name);
  expect((message.do ?? []).map(plainOf).join(' ')).toMatch(remedy);
  const fence = replies.flatMap((reply) => reply.fence ?? []).filter((line) => line.startsWith('aws '));
  expect(fence.some((line) => line.startsWith(command))).toBe(true);
  expect(fence.some((line) => line.includes('autoscaling'))).toBe(!name.includes('Anywhere'));
});

test.each([
  ['en', 'i-0c4f91aa22bb33cc4: gone: it has left its cluster'],
  ['ja', 'i-0c4f91aa22bb33cc4: クラスターから離脱'],
] as const)('what is gone has not recovered (%s)', (language, summary) => {
  const { message } = composed('an impaired instance is gone', language);
  expect(message.bar).toBe('grey');
  expect(message.summary).toContain(summary);
  expect(plainOf(message.next)).not.toMatch(/worked since|その後は正常/);
});
