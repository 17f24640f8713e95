import type { PastState, PastTold } from '../../lib/alert/past/past.ts';
import { monthOf, pastListOf, pastOf, pastRecord } from '../../lib/alert/past/past.ts';
import type { Alert, Cause } from '../../lib/core/alert.ts';
import type { KeptRecord } from '../../lib/core/record.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/core/time.ts';
import { alertOf } from './kept.ts';
import { now } from './run.ts';

const definition = (revision: number): string =>
  `arn:aws:ecs:ap-northeast-1:123456789012:task-definition/orders-api:${revision}`;

const causeAt = (id: string, at: number, more: Partial<Cause> = {}): Cause => ({
  id,
  severity: 'error',
  certainty: 'certain',
  count: 1,
  firstAt: at,
  lastAt: at,
  container: 'app',
  ...more,
});

type Changes = NonNullable<Parameters<typeof alertOf>[0]>;

/** As it ended, some days ago. */
function ended(name: string, days: number, lastedMs: number, more: Changes = {}): Alert {
  const startedAt = now - days * dayMs;
  const endedAt = startedAt + lastedMs;
  return alertOf({
    name,
    version: 9,
    at: endedAt,
    status: 'resolved',
    severity: 'none',
    startedAt,
    endedAt,
    impact: { level: 'none', since: endedAt, desired: 4, running: 4, healthy: 4, lowest: 0, readAt: endedAt },
    causes: [causeAt('oom', startedAt, { count: 7, lastAt: startedAt + 20 * minuteMs })],
    ...more,
  });
}

const pagedAt = (at: number): PastTold => ({ receiver: 'pager', type: 'pagerduty', at, rangAt: at });
const told = (at: number): PastTold => ({ receiver: 'team', type: 'slack', at });

function past(alert: Alert, more: Partial<PastState> = {}): PastState {
  return { ...pastOf(alert, undefined), isWhole: true, ...more };
}

const brokenAt = now - 9 * dayMs;
const deployedAt = now - 4 * dayMs + 8 * hourMs;

/** A night in which a new revision brought a service down, until it was rolled back by hand. */
const down = ended('orders-api', 9, 34 * minuteMs, {
  deployment: {
    id: 'ecs-svc/1111111111111111111',
    state: 'completed',
    startedAt: brokenAt + 27 * minuteMs,
    taskDefinitionArn: definition(141),
  },
});

const rolledBack = ended('orders-api', 4, 6 * minuteMs, {
  startedAt: deployedAt,
  endedAt: deployedAt + 6 * minuteMs,
  at: deployedAt + 6 * minuteMs,
  status: 'rolled-back',
  impact: { level: 'none', desired: 4, running: 4, healthy: 4, lowest: 4 },
  causes: [causeAt('pull_no_image', deployedAt, { count: 3 })],
  deployment: {
    id: 'ecs-svc/3333333333333333333',
    state: 'rolled-back',
    startedAt: deployedAt - minuteMs,
    taskDefinitionArn: definition(144),
    previousTaskDefinitionArn: definition(143),
  },
});

const step = { status: 'firing', severity: 'error', desired: 4, causes: [] } as const;

/** What the examples show of the last month. */
export const pastOfExamples: readonly PastState[] = [
  past(down, {
    told: [told(brokenAt + minuteMs), pagedAt(brokenAt + 2 * minuteMs)],
    acknowledged: { by: 'ken', at: brokenAt + 6 * minuteMs },
    steps: [
      {
        ...step,
        at: brokenAt,
        level: 'degraded',
        healthy: 2,
        causes: ['oom/app'],
        deployment: {
          id: 'ecs-svc/2222222222222222222',
          state: 'in-progress',
          startedAt: brokenAt - 3 * minuteMs,
          taskDefinitionArn: definition(142),
        },
      },
      { ...step, at: brokenAt + 2 * minuteMs, level: 'down', healthy: 0 },
      { ...step, at: brokenAt + 29 * minuteMs, level: 'degraded', healthy: 2 },
      { ...step, at: brokenAt + 31 * minuteMs, level: 'none', healthy: 4 },
    ],
  }),
  past(rolledBack, { told: [told(deployedAt + minuteMs)] }),
  past(ended('search-api', 2, 12 * minuteMs, { causes: [causeAt('oom', now - 2 * dayMs, { count: 2 })] }), {
    told: [told(now - 2 * dayMs + minuteMs)],
  }),
];

export function pastKept(state: PastState): Partial<KeptRecord> {
  const { alert } = state;
  return {
    key: pastRecord(alert),
    state,
    openUnder: pastListOf(monthOf(alert.endedAt ?? alert.at)),
    dueAt: now + 300 * dayMs,
  };
}
