import { describe, expect, test } from 'vitest';
import { targetsOfService } from '../../lib/health/targets.ts';
import { service } from '../flows/team.ts';

const healthy = (count: number, others = 0) => [
  ...Array.from({ length: count }, () => ({ state: 'healthy' })),
  ...Array.from({ length: others }, () => ({ state: 'unhealthy', reason: 'Target.ResponseCodeMismatch' })),
];

type Groups = Readonly<Record<string, ReturnType<typeof healthy>>>;

const count = async (groups: Groups, pairs?: readonly (readonly [string, string])[]) =>
  targetsOfService(
    service(
      'api',
      { running: 3, desired: 3 },
      { targetGroupArns: Object.keys(groups), ...(pairs !== undefined && { targetGroupPairs: pairs }) },
    ),
    { targets: async (arn) => ({ ok: true, value: groups[arn] ?? [], at: 0 }) },
  );

describe('healthy targets of a service', () => {
  const pair = [['blue', 'green']] as const;
  test.each([
    ['behind two load balancers are those of the worse one', { a: healthy(3), b: healthy(1, 2) }, undefined, 1],
    [
      'of a blue/green service are those that serve, while green comes up',
      { blue: healthy(3), green: healthy(0, 3) },
      pair,
      3,
    ],
    ['or when blue goes', { blue: healthy(1), green: healthy(3) }, pair, 3],
    ['and none where neither is', { blue: healthy(0, 3), green: [] }, pair, 0],
    [
      'behind a pair and another group are those of the worse',
      { blue: healthy(3), green: [], tcp: healthy(2, 1) },
      pair,
      2,
    ],
  ])('%s', async (_, groups: Groups, pairs, expected) => {
    expect(await count(groups, pairs)).toMatchObject({ ok: true, value: { healthy: expected } });
  });
});
