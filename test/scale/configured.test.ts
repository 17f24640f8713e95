import { describe, expect, test } from 'vitest';
import { scalePolicy } from '../../lib/app/config/scale-policy.ts';
import type { ServicePolicy } from '../../lib/scale/policy.ts';
import { policyFor } from '../../lib/scale/policy.ts';
import { good } from '../config/samples.ts';

const place = { account: '123456789012', region: 'eu-west-1' } as const;

/** What the file says of web/api, in a stack of a mode. */
function policyOf(entry: string, mode: 'watch' | 'act' = 'act'): ServicePolicy | undefined {
  const file = good(`receivers: { team: { slack: C0123456789 } }\nscale:\n  web/*: ${entry}\n`);
  return policyFor(scalePolicy(file, { ...place, mode }), 'web', 'api');
}

describe('what may be moved, and what is expected', () => {
  test.each([
    { name: 'nothing written', entry: '{ mode: act }', spot: 'observe', forecast: 'none' },
    { name: 'both written', entry: '{ mode: act, spot: { mode: act }, forecast: act }', spot: 'act', forecast: 'act' },
    {
      name: 'an entry that observes moves nothing and keeps nothing',
      entry: '{ spot: { mode: act }, forecast: act }',
      spot: 'observe',
      forecast: 'observe',
    },
    { name: 'spot is nobody’s business', entry: '{ mode: act, spot: { mode: none } }', spot: 'none', forecast: 'none' },
  ])('$name', ({ entry, spot, forecast }) => {
    expect(policyOf(entry)).toMatchObject({ spot: { mode: spot }, forecast });
  });

  test('a stack that watches acts on nothing, whatever the file says', () => {
    const policy = policyOf('{ mode: act, spot: { mode: act }, forecast: act }', 'watch');
    expect(policy).toMatchObject({ mode: 'observe', spot: { mode: 'observe' }, forecast: 'observe' });
  });
});

test('the service’s own names stand in the metric of its tasks, and the task’s is left for later', () => {
  const policy = policyOf(
    '{ protect: { metric: Shop/AtWork, of: { Service: "{cluster}/{service}", Task: "{task}" }, above: 2, for: 90s } }',
  );
  expect(policy?.protection).toMatchObject({
    query: { namespace: 'Shop', name: 'AtWork', dimensions: { Service: 'web/api', Task: '{task}' } },
    above: 2,
    forMs: 90_000,
  });
});
