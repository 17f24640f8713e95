import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../lib/core/message.ts';
import { amazonQLimits, amazonQNotification } from '../../lib/channels/amazon-q/notification.ts';
import { shortIncident } from '../../lib/channels/incident.ts';
import { dedupKey, pagerDutyEvent } from '../../lib/channels/pagerduty/event.ts';
import { mailBody, mailLimits, mailSubject } from '../../lib/channels/sns/mail.ts';
import { delivery, incident, message } from './sample.ts';

const topic = { type: 'sns', topicArn: 'arn:aws:sns:ap-northeast-1:123456789012:alerts' } as const;
const nasty = fc.string({ unit: 'binary', maxLength: 3000 });

describe('mail subjects', () => {
  const cases: { name: string; change: Partial<Message>; subject: string }[] = [
    {
      name: 'the environment stays in front',
      change: { severity: 'critical', code: '[prod] down orders-api deployment_failed' },
      subject: '[prod] CRIT down orders-api deployment_failed #7F2',
    },
    {
      name: 'recovered',
      change: { status: 'resolved', code: '[prod] none orders-api deployment_failed' },
      subject: '[prod] OK none orders-api deployment_failed #7F2',
    },
    {
      name: 'rolled back',
      change: { status: 'rolled-back', code: 'deployment_failed' },
      subject: 'ROLLED-BACK deployment_failed #7F2',
    },
    { name: 'expired', change: { status: 'expired', code: 'exit' }, subject: 'EXPIRED exit #7F2' },
    {
      name: 'a name ASCII cannot say',
      change: { code: '[prod] down 🔥🔥 exit' },
      subject: '[prod] WARN down ? exit #7F2',
    },
    { name: 'line breaks', change: { code: 'a\r\nBcc: x' }, subject: 'WARN a Bcc: x #7F2' },
  ];
  test.each(cases)('$name', ({ change, subject }) => {
    expect(mailSubject({ ...message, ...change })).toBe(subject);
  });

  test('are always what SNS takes', () => {
    fc.assert(
      fc.property(nasty, nasty, (code, id) => {
        const subject = mailSubject({ ...message, code, incident: id });
        expect(subject).toMatch(/^[!-~][ -~]*$/);
        expect(subject.length).toBeLessThanOrEqual(mailLimits.subject);
        expect(subject).toMatch(/#[A-Za-z0-9-]+$/);
      }),
    );
  });
});

describe('mail bodies', () => {
  test('hold the lines in their order, in the language of the message', () => {
    const ja: Message = {
      ...message,
      summary: '[本番] orders-api: 影響なし',
      title: ['[本番] orders-api: デプロイ失敗中'],
      labels: { impact: '影響', next: 'このあと', why: '原因', changed: '変更点', do: '対応' },
    };
    const lines = mailBody(delivery(topic, { message: ja, language: 'ja' })).split('\n');
    const starts = [
      '[本番] orders-api: 影響なし',
      '[本番]',
      '影響: ',
      'このあと: ',
      '原因: ',
      '変更点: ',
      '対応: ',
      '  | Cannot',
      '-- ',
      'service <https',
    ];
    expect(lines.filter((line) => line !== '').map((line, index) => line.startsWith(starts[index] ?? '?'))).toEqual(
      starts.map(() => true),
    );
  });

  test('stay within what SNS takes', () => {
    const huge = Array.from({ length: 60 }, () => 'ア'.repeat(40_000));
    const replies = Array.from({ length: 20 }, (_, index) => ({ key: `${index}`, lines: [], fence: huge }));
    const body = mailBody(delivery(topic, { message: { ...message, log: huge }, replies }));
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(mailLimits.bodyBytes);
  });
});

describe('Amazon Q', () => {
  test('has the schema, and all a button needs', () => {
    const notification = amazonQNotification(delivery({ type: 'amazon-q', topicArn: topic.topicArn }));
    expect(notification).toMatchObject({ version: '1.0', source: 'custom' });
    expect(notification.content).toMatchObject({
      textType: 'client-markdown',
      title: '*[prod] orders-api: deployment failing, image tag not found (2 of 2 new tasks)*',
      nextSteps: ['in the morning: push the tag, or deploy again'],
      keywords: ['warning', 'firing', '[prod] none orders-api image_tag_missing'],
    });
    expect(notification.metadata).toMatchObject({
      threadId: incident,
      summary: message.summary,
      enableCustomActions: true,
    });
    expect(notification.metadata.additionalContext).toEqual({
      incident,
      receiver: 'team',
      change: 'open',
      severity: 'warning',
      status: 'firing',
      code: '[prod] none orders-api image_tag_missing',
      account: '123456789012',
      region: 'ap-northeast-1',
      cluster: 'web',
      kind: 'service',
      name: 'orders-api',
    });
  });

  test('stays within its limits and calls nobody, whatever the text', () => {
    const messages = fc.record({
      title: nasty,
      why: nasty,
      todo: fc.array(nasty, { maxLength: 5 }),
      code: nasty,
      log: fc.array(nasty),
    });
    fc.assert(
      fc.property(messages, ({ title, why, todo, code, log }) => {
        const changed = {
          ...message,
          title: [title],
          why: [why],
          do: todo.map((one) => [one]),
          code,
          log,
          summary: title,
        };
        const { content } = amazonQNotification(delivery(topic, { message: changed }));
        expect(content.title.length).toBeLessThanOrEqual(amazonQLimits.title);
        expect(content.description.length).toBeLessThanOrEqual(amazonQLimits.description);
        for (const step of content.nextSteps ?? []) expect(step.length).toBeLessThanOrEqual(amazonQLimits.nextStep);
        for (const word of content.keywords) expect(word.length).toBeLessThanOrEqual(amazonQLimits.keyword);
        expect(content.title + content.description).not.toMatch(/<[!@#]/);
      }),
    );
  });
});

describe('PagerDuty events', () => {
  test('hold what the page needs', () => {
    const event = pagerDutyEvent(delivery({ type: 'pagerduty', keyParameter: '/pd' }), 'key');
    expect(event).toMatchObject({
      routing_key: 'key',
      event_action: 'trigger',
      dedup_key: incident,
      links: [{ href: 'https://console.aws.amazon.com/ecs/v2?a=1&b=2', text: 'service' }],
      payload: {
        summary: message.summary,
        source: '123456789012/ap-northeast-1/web/orders-api',
        severity: 'warning',
        component: 'orders-api',
        group: 'web',
        class: message.code,
      },
    });
  });

  test('a resolve needs no payload', () => {
    const event = pagerDutyEvent(delivery({ type: 'pagerduty', keyParameter: '/pd' }, { change: 'end' }), 'key');
    expect(event).toEqual({ routing_key: 'key', event_action: 'resolve', dedup_key: incident });
  });

  test('a first word that comes when all is over wakes nobody', () => {
    const over = { ...message, status: 'resolved' } as const;
    const event = pagerDutyEvent(delivery({ type: 'pagerduty', keyParameter: '/pd' }, { message: over }), 'key');
    expect(event.event_action).toBe('resolve');
  });

  test('long keys are hashed, short ones kept; summaries are cut', () => {
    expect(dedupKey('a'.repeat(255))).toBe('a'.repeat(255));
    expect(dedupKey('a'.repeat(256))).toMatch(/^watchkeeper-[0-9a-f]{64}$/);
    expect(dedupKey('a'.repeat(256))).not.toBe(dedupKey('b'.repeat(256)));
    const long = { ...message, summary: 'x'.repeat(5000) };
    const event = pagerDutyEvent(delivery({ type: 'pagerduty', keyParameter: '/pd' }, { message: long }), 'key');
    expect(event.payload?.summary).toMatch(/^x+… \(\d+ chars cut\)$/);
    expect(event.payload?.summary.length).toBeLessThanOrEqual(1024);
  });
});

test.each([
  { incident: 'INC-7F2', short: '7F2' },
  { incident: '7F2', short: '7F2' },
])('the short name of $incident is $short', ({ incident: id, short }) => {
  expect(shortIncident(id)).toBe(short);
});

test('the short name of a long incident is six digits of its hash', () => {
  expect(shortIncident(incident)).toMatch(/^[0-9A-F]{6}$/);
});
