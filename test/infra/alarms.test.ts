import { describe, expect, test } from 'vitest';
import { resourcesOf } from './stack.ts';

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
      // CloudWatch takes at most ten (CloudWatch user guide, "Alarms on metric math expressions").
      expect(metrics.length - 1).toBeLessThanOrEqual(10);
    }
  });
});
