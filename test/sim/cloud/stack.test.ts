import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Template } from '../../../sim/cloud/stack.ts';
import { projectTemplate, stackOf } from '../../../sim/cloud/stack.ts';

const packaged = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '.serverless',
  'cloudformation-template-update-stack.json',
);

describe('the stack of the simulation', () => {
  const stack = stackOf(projectTemplate(), 'watchkeeper-prod');

  test('has the queues of the template, with what goes where when nobody can use it', () => {
    const health = stack.queues.find(({ name }) => name === 'watchkeeper-prod-health');
    expect(health).toMatchObject({ fifo: false, deadLetters: 'watchkeeper-prod-health-dead-letter' });
    expect(stack.queues.find(({ name }) => name.endsWith('alerts.fifo'))).toMatchObject({ fifo: true });
  });

  test('has a rule for every pattern, into a queue that is there', () => {
    const names = new Set(stack.queues.map(({ name }) => name));
    expect(stack.rules.length).toBeGreaterThan(5);
    for (const { queue } of stack.rules) expect(names).toContain(queue);
  });

  test('every function but the tick is fed from a queue, and the tick runs every minute', () => {
    for (const { name, sources, everyMs } of stack.functions) {
      if (name === 'tick') expect(everyMs).toBe(60_000);
      else expect({ name, fed: sources.length > 0 }).toEqual({ name, fed: true });
    }
  });

  test('a template it does not understand is refused', () => {
    const strange: Template = {
      Resources: {
        Strange: { Type: 'AWS::Events::Rule', Properties: { EventPattern: {}, Targets: [{ Arn: 'arn' }] } },
      },
    };
    expect(() => stackOf(strange, 'watchkeeper-prod')).toThrow(/no reference/);
  });

  test.skipIf(!existsSync(packaged))('is the packaged one', () => {
    const theirs = stackOf(JSON.parse(readFileSync(packaged, 'utf8')) as Template, 'watchkeeper-prod');
    const sorted = (rules: typeof stack.rules): typeof stack.rules =>
      rules.toSorted((a, b) => a.name.localeCompare(b.name));
    expect(theirs.functions).toEqual(stack.functions);
    expect(sorted(theirs.rules)).toEqual(sorted(stack.rules));
    expect(new Set(theirs.queues)).toEqual(new Set(stack.queues));
  });
});
if (!existsSync(packaged)) console.log('skipped: the packaged template is not there (npx serverless package)');
