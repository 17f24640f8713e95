import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guesses } from '../../../sim/switches.ts';
import { answerSwitches } from './answer-switches.ts';
import { deploymentSwitches } from './deployment-switches.ts';
import { instanceSwitches } from './instance-switches.ts';
import { metricSwitches } from './metric-switches.ts';
import { scheduleSwitches } from './schedule-switches.ts';
import { serviceSwitches } from './service-switches.ts';
import { taskSwitches } from './task-switches.ts';

const cases = [
  ...taskSwitches,
  ...instanceSwitches,
  ...serviceSwitches,
  ...deploymentSwitches,
  ...answerSwitches,
  ...metricSwitches,
  ...scheduleSwitches,
];

describe('each switch changes what is seen', () => {
  test.each(cases)('$name', async ({ name, off, on, see }) => {
    expect(await see({ [name]: false })).toEqual(off);
    expect(await see({ [name]: true })).toEqual(on);
    expect(on).not.toEqual(off);
  });

  test('and none is without a case', () => {
    expect(cases.map(({ name }) => name).toSorted()).toEqual(Object.keys(guesses).toSorted());
  });

  test('and the table in sim/README.md has them all, with their usual answers', () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'sim', 'README.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)` +\|[^|]+\| (on|off) +\|/gmu)];
    const listed = rows.map(([, name, usual]) => [name, usual === 'on']);
    expect(listed).toEqual(Object.entries(guesses).map(([name, { usual }]) => [name, usual]));
  });
});
