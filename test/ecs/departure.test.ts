import { describe, expect, test } from 'vitest';
import { departureOf } from '../../lib/ecs/draining/departure.ts';

const at = Date.UTC(2026, 10, 20, 18);
const selected = 'At 2026-11-20T18:00:09Z instance i-0c4f91b2d3e4f5a60 was selected for termination.';
const shrunk = (from: number, to: number): string =>
  `At 2026-11-20T18:00:09Z an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from ${from} to ${to}.  ${selected}`;

const cases: readonly { readonly name: string; readonly words: string; readonly is: object | undefined }[] = [
  {
    name: 'a person or a tool changed the group',
    words: `At 2026-11-20T18:00:01Z a user request update of AutoScalingGroup constraints to min: 0, max: 10, desired: 5 changing the desired capacity from 6 to 5.  ${shrunk(6, 5)}`,
    is: { by: 'request', from: 6, to: 5 },
  },
  {
    name: 'one of several: what was wanted counts, not the step',
    words: `At 2026-11-20T18:00:01Z a user request explicitly set group desired capacity changing the desired capacity from 6 to 2.  ${shrunk(4, 3)}`,
    is: { by: 'request', from: 6, to: 2 },
  },
  {
    name: 'a scaling policy, by its name',
    words: `At 2026-11-20T18:00:01Z a monitor alarm TargetTracking-web-AlarmLow-1b2c in state ALARM triggered policy cpu-60 changing the desired capacity from 6 to 5.  ${shrunk(6, 5)}`,
    is: { by: 'alarm', name: 'cpu-60', from: 6, to: 5 },
  },
  {
    name: 'a schedule',
    words: `At 2026-11-20T18:00:01Z a scheduled action update of AutoScalingGroup constraints to min: 0, max: 6, desired: 0 changing the desired capacity from 6 to 0.  ${shrunk(6, 0)}`,
    is: { by: 'schedule', from: 6, to: 0 },
  },
  {
    name: 'one instance was ended by hand',
    words:
      'At 2026-11-20T18:00:01Z an instance was taken out of service in response to a user request, shrinking the capacity from 3 to 2.',
    is: { by: 'request', from: 3, to: 2 },
  },
  {
    name: 'a load balancer found it unhealthy',
    words:
      'At 2026-11-20T18:00:01Z an instance was taken out of service in response to an ELB system health check failure.',
    is: { by: 'health' },
  },
  {
    name: 'EC2 found it impaired',
    words:
      'At 2026-11-20T18:00:01Z an instance was taken out of service in response to an EC2 instance status check failure.',
    is: { by: 'health' },
  },
  {
    name: 'somebody said that it is unhealthy: that is a health check too',
    words: 'At 2026-11-20T18:00:01Z an instance was taken out of service in response to a user health-check.',
    is: { by: 'health' },
  },
  {
    name: 'EC2 will reboot it',
    words: 'At 2026-11-20T18:00:01Z an instance was taken out of service in response to an EC2 scheduled reboot.',
    is: { by: 'maintenance' },
  },
  { name: 'nothing but the difference', words: shrunk(6, 5), is: { by: 'difference', from: 6, to: 5 } },
  { name: 'words nobody knows', words: 'description-text', is: undefined },
];

describe('why an instance goes', () => {
  test.each(cases)('$name', ({ words, is }) => {
    expect(departureOf('hosts', words, at)).toEqual(is === undefined ? undefined : { ...is, group: 'hosts', at });
  });
});
