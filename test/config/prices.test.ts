import { expect, test } from 'vitest';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';

const head = 'receivers: { team: { slack: C0123456789 } }\n';
const stack = { account: '123456789012', region: 'eu-west-1' };

test('prices are those of the Region of the stack, in dollars unless another currency is written', () => {
  const read = readConfiguration(
    `${head}prices: { vcpuHour: 0.05, gbHour: 0.005, asOf: "2026-11-21", source: a page }\n`,
  );
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  expect(alertPolicy(read.configuration, stack).prices).toEqual({
    region: 'eu-west-1',
    currency: 'USD',
    perVcpuHour: 0.05,
    perGbHour: 0.005,
    asOf: '2026-11-21',
    source: 'a page',
  });
});

test.each([
  ['no date', 'vcpuHour: 0.05, gbHour: 0.005, source: x', 'asOf'],
  ['no source', 'vcpuHour: 0.05, gbHour: 0.005, asOf: "2026-11"', 'source'],
  ['a date that is none', 'vcpuHour: 0.05, gbHour: 0.005, source: x, asOf: soon', 'asOf'],
  ['a price of nothing', 'vcpuHour: 0, gbHour: 0.005, source: x, asOf: "2026-11"', 'vcpuHour'],
  ['a price in words', 'vcpuHour: five cents, gbHour: 0.005, source: x, asOf: "2026-11"', 'vcpuHour'],
])('prices with %s are refused with the place', (_, written, place) => {
  const read = readConfiguration(`${head}prices: { ${written} }\n`);
  expect('faults' in read && read.faults.map(({ path }) => path)).toEqual([`prices.${place}`]);
});
