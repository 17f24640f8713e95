import { expect, test } from 'vitest';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { awayLookAt, forsakenAt } from '../../lib/drain/away.ts';

const agentAwayAt = Date.UTC(2026, 10, 22, 3);

/** When it is seen whether its agent is away still, in seconds from when that began. */
function looks(agentPatienceMs: number): readonly number[] {
  const times: number[] = [];
  let mappedAt = agentAwayAt;
  for (let at = awayLookAt({ agentAwayAt, mappedAt }, { agentPatienceMs }); at !== undefined;) {
    times.push((at - agentAwayAt) / secondMs);
    mappedAt = at;
    at = awayLookAt({ agentAwayAt, mappedAt }, { agentPatienceMs });
  }
  return times;
}

test.each([
  { patienceMs: 15 * minuteMs, seconds: [60, 180, 300, 420, 540, 660, 780, 870, 900] },
  { patienceMs: 4 * minuteMs, seconds: [60, 180, 210, 240] },
  { patienceMs: 75 * secondMs, seconds: [45, 60, 75] },
  { patienceMs: 20 * secondMs, seconds: [20] },
])('an agent that is away is seen twice when patience of $patienceMs ms ends', ({ patienceMs, seconds }) => {
  expect(looks(patienceMs)).toEqual(seconds);
});

test('it is given up only if it was seen away when patience had ended', () => {
  const patience = { agentPatienceMs: 15 * minuteMs };
  const end = agentAwayAt + patience.agentPatienceMs;
  expect(forsakenAt({ agentAwayAt, mappedAt: end }, patience, end)).toBe(end);
  expect(forsakenAt({ agentAwayAt, mappedAt: end - 1 }, patience, end)).toBeGreaterThan(end);
  expect(forsakenAt({}, patience, end)).toBeUndefined();
});
