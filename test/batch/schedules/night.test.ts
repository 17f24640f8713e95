import { expect, test } from 'vitest';
import { minuteMs } from '../../../lib/core/time.ts';
import { stackName } from '../../../sim/cloud/names.ts';
import { defaults, nightfall, openNight } from '../night.ts';

const closed = 'calendars: { never: { closed: 01-01..12-31 } }\n';

test('from a line of the file to a task that ran: the schedule is made, fires, and a closed day is not run', async () => {
  const night = await openNight({
    jobs: `${closed}jobs:\n  defaults: ${defaults}\n  close: { cron: 0/5 * * * ? * }\n  idle: { cron: 0/5 * * * ? *, calendar: never }\n`,
  });
  const { schedules } = night.simulation.account;
  schedules.groups.set(`${stackName}-jobs`, nightfall);
  for (const family of ['close', 'idle'])
    night.define(family, { ends: { afterMs: 20_000, exitCode: 0 }, pullMs: 2000 });
  await night.run(14 * 60);
  expect([...schedules.all.values()].map(({ group, name }) => `${group}/${name}`).toSorted()).toEqual([
    `${stackName}-jobs/close`,
    `${stackName}-jobs/idle`,
  ]);
  const runs = night.runs().filter(({ ended }) => ended?.how === 'succeeded');
  expect(runs.map(({ job }) => job)).toEqual(['close', 'close']);
  expect(runs.map(({ slot }) => slot).toSorted((a, b) => a - b)).toEqual([
    nightfall + 5 * minuteMs,
    nightfall + 10 * minuteMs,
  ]);
  expect(night.launches()).toHaveLength(2);
});
