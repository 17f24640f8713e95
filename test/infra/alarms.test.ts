import { describe, expect, test } from 'vitest';
import type { Resource } from './stack.ts';
import { alarmsOf, resource, resourcesOf } from './stack.ts';

type Metric = { readonly Id: string; readonly Expression?: string; readonly ReturnData: boolean };

describe('every alarm', () => {
  const alarms = resourcesOf('AWS::CloudWatch::Alarm').map(([id, { Properties }]) => ({
    id,
    properties: Properties,
    metrics: Properties['Metrics'] as readonly Metric[],
  }));

  test('goes to the alarm topic, and says when it is over', () => {
    for (const { id, properties } of alarms) {
      expect({ id, alarm: properties['AlarmActions'], ok: properties['OKActions'] }).toEqual({
        id,
        alarm: [{ Ref: 'AlarmTopic' }],
        ok: [{ Ref: 'AlarmTopic' }],
      });
    }
    expect(alarms.length).toBeGreaterThan(3);
  });

  test('looks at one sum of its metrics, in which a metric without data counts as 0', () => {
    for (const { id, metrics } of alarms) {
      const returned = metrics.filter(({ ReturnData }) => ReturnData);
      expect({ id, returned: returned.length }).toEqual({ id, returned: 1 });
      expect(returned[0]?.Expression).toMatch(/^(SUM|MAX)\(FILL\(METRICS\(\), 0\)\)$|^FILL\(m0, 0\)$/);
    }
  });

  const names = ['health', 'drain', 'scale', 'batch', 'alert', 'tick'];
  const many = [...names, ...Array.from({ length: 20 }, (_, at) => `more${at}`)];

  test.each([1, 3, names.length, many.length])('looks at no more than ten metrics, with %i functions', (count) => {
    const all = [...many.slice(0, count - 1), 'tick'];
    const made = Object.values(alarmsOf(all, all)).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
    expect(made.length).toBeGreaterThan(count);
    // CloudWatch user guide, "CloudWatch service quotas": metrics in an alarm on a metric math expression.
    expect(Math.max(...made.map(metricsOf))).toBeLessThanOrEqual(10);
    const descriptions = made.map(({ Properties }) => Properties['AlarmDescription']);
    expect(new Set(descriptions).size).toBe(descriptions.length);
  });

  test('of dead letters says how long good messages are tried before they lie there', () => {
    const { RedrivePolicy, VisibilityTimeout } = resource('HealthQueue').Properties;
    const { maxReceiveCount } = RedrivePolicy as { readonly maxReceiveCount: number };
    const hours = (maxReceiveCount * Number(VisibilityTimeout)) / 3600;
    expect(resource('HealthDeadLettersAlarm').Properties['AlarmDescription']).toContain(`at least ${hours} hours`);
  });
});

function metricsOf({ Properties }: Resource): number {
  return (Properties['Metrics'] as readonly Metric[]).filter(({ Expression }) => Expression === undefined).length;
}
