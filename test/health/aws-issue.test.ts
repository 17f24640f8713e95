import { describe, expect, test } from 'vitest';
import type { AwsEvent } from '../../lib/core/event.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { parseEvent } from '../../lib/ecs/events/parse.ts';
import { defaultHealthPolicy } from '../../lib/health/policy.ts';
import { recordsOf } from '../../lib/health/subject.ts';
import { samplesOf } from '../ecs/events/samples.ts';
import { Kept, start } from './looks.ts';

const bodies = new Map(samplesOf('aws-issue').map(({ name, body }) => [name.split('/').at(-1), body]));

/** One of the samples, so many minutes after the first. */
function said(name: string, minute: number, detail: object = {}): AwsEvent {
  const body = JSON.parse(bodies.get(name) ?? 'null') as { readonly detail: object };
  const parsed = parseEvent(JSON.stringify({ ...body, detail: { ...body.detail, ...detail } }));
  if (!('event' in parsed)) throw new Error(JSON.stringify(parsed));
  return { ...parsed.event, at: start + minute * minuteMs };
}

const record = (): Kept => new Kept('account', 'ECS', () => ({}));

describe('an issue of AWS', () => {
  test('is one incident of its service, that wakes nobody, with the newest words, and ends when AWS says so', () => {
    const kept = record();
    kept.hear(said('open', 0));
    kept.until(start + 29 * minuteMs);
    kept.hear(said('update', 29));
    kept.until(start + 70 * minuteMs);
    kept.hear(said('closed', 70));
    expect(kept.alerts.map(({ status }) => status)).toEqual(['firing', 'firing', 'resolved']);
    const [first, second, last] = kept.alerts;
    expect(first).toMatchObject({
      subject: { kind: 'account', name: 'ECS' },
      severity: 'warning',
      impact: { level: 'unknown', because: 'aws' },
      next: { code: 'aws_mends' },
      causes: [{ id: 'aws_issue', count: 1, fills: { service: 'Amazon ECS' } }],
    });
    expect(second?.causes).toMatchObject([{ count: 1, text: expect.stringContaining('We have found the cause') }]);
    expect(last?.causes).toMatchObject([{ count: 1, text: expect.stringContaining('It is over') }]);
  });

  test('has a record of its own', () => {
    expect(recordsOf(said('open', 0), defaultHealthPolicy)).toEqual([
      'health#ap-northeast-1#123456789012/-/account/ECS',
    ]);
  });

  test('is heard once, though it comes twice, and late words of it change nothing', () => {
    const kept = record();
    kept.hear(said('open', 0));
    kept.hear(said('open', 1));
    expect(kept.alerts).toHaveLength(1);
    kept.hear(said('update', 29));
    kept.hear(said('open', 10, { communicationId: 'another-1' }));
    expect(kept.alerts.at(-1)?.causes[0]?.text).toContain('We have found the cause');
    kept.hear(said('closed', 70));
    kept.hear(said('update', 71, { communicationId: 'another-2' }));
    expect(kept.alerts.map(({ status }) => status)).toEqual(['firing', 'firing', 'resolved']);
  });

  test('of which nothing is heard any more ends a day later, as nobody knows how', () => {
    const kept = record();
    kept.hear(said('open', 0));
    kept.until(start + 25 * 60 * minuteMs);
    expect(kept.alerts.map(({ status }) => status)).toEqual(['firing', 'expired']);
  });

  test('that is over before anybody was told of it is told to nobody', () => {
    const kept = record();
    kept.hear(said('closed', 0));
    kept.hear(said('open', 0.1));
    kept.until(start + 60 * secondMs);
    expect(kept.alerts).toEqual([]);
  });

  test.each([
    ['of another Region, whose copy comes here', { eventRegion: 'us-east-1' }],
    ['that is announced, and none', { eventTypeCategory: 'scheduledChange' }],
    ['of another kind', { eventTypeCode: 'AWS_ECS_SECURITY_NOTIFICATION' }],
  ])('%s is none of ours', (_, detail) => {
    expect(() => said('open', 0, detail)).toThrow('ignored');
  });
});
