import { describe, expect, test } from 'vitest';
import type { AlertLine } from '../../cli/replay/replay.ts';
import type { EcsService } from '../../lib/core/ecs-reads.ts';
import { action, crash, deployment, rollBack, steady, told } from './stream.ts';
import { service } from './team.ts';

const breaker = 'ECS deployment circuit breaker: tasks failed to start.';

/** Revision 42 is deployed, crashes twice and fails. */
const failing = [
  deployment(0, 'IN_PROGRESS', 1),
  crash(35, { number: 1, revision: 42 }),
  crash(95, { number: 1, revision: 42 }),
  deployment(200, 'FAILED', 1, breaker),
];

const read = (revision: number, number: number, rolloutState: string): Readonly<Record<string, EcsService>> => ({
  'web/orders-api': service(
    'orders-api',
    { running: 2, desired: 2 },
    {
      deployments: [
        {
          id: `ecs-svc/${number}`,
          status: 'PRIMARY',
          taskDefinitionArn: `arn:aws:ecs:eu-west-1:123456789012:task-definition/orders-api:${revision}`,
          desired: 2,
          running: 2,
          pending: 0,
          failedTasks: 0,
          rolloutState,
        },
      ],
    },
  ),
});

const words = ({ title, next }: Pick<AlertLine, 'title' | 'next'>): string => `${title}. ${next}`;
const last = (alerts: readonly AlertLine[]): AlertLine => {
  const found = alerts.at(-1);
  if (found === undefined) throw new Error('nothing was told');
  return found;
};

describe('a roll-back that fails, too', () => {
  const stream = [
    ...failing,
    rollBack(202, 2),
    crash(235, { number: 2, revision: 41 }),
    deployment(500, 'FAILED', 2, breaker),
  ];

  test('is told aloud, as what nothing heals', async () => {
    const alerts = await told(stream);
    expect(last(alerts)).toMatchObject({ status: 'firing', change: 'worse', severity: 'error' });
    expect(words(last(alerts))).toMatch(/the roll-back failed, too.*nothing heals this.*waits for you/);
    expect(words(last(alerts))).not.toMatch(/ECS is rolling back/);
  });

  test('is over, and a success, when somebody deploys what works', async () => {
    const fixed = [...stream, deployment(1300, 'IN_PROGRESS', 3), steady(1400), deployment(1401, 'COMPLETED', 3)];
    expect(last(await told(fixed)).status).toBe('resolved');
  });
});

describe('a deployment within minutes of a failed one', () => {
  const after = (evidence: readonly string[]): readonly string[] => [
    ...failing,
    deployment(380, 'IN_PROGRESS', 2),
    ...evidence,
    steady(600),
    deployment(601, 'COMPLETED', 2),
  ];
  const runs = (revision: number): string =>
    crash(400, { number: 2, revision, more: { lastStatus: 'RUNNING', desiredStatus: 'RUNNING', stopCode: undefined } });

  test('of a higher revision is a new deployment: the fix ends green, and is never called a roll-back', async () => {
    const alerts = await told(after([runs(43)]));
    expect(last(alerts).status).toBe('resolved');
    expect(alerts.map(words).join('\n')).not.toMatch(/is rolling back|, rolling back|rolled back/);
  });

  test('of a lower revision is a roll-back', async () => {
    const alerts = await told(after([runs(41)]));
    expect(last(alerts).status).toBe('rolled-back');
    expect(last(alerts).title).toMatch(/deployment 42 failed, rolled back to 41/);
  });

  test('of which nothing is known is told so that it is true either way, and never ends green', async () => {
    const alerts = await told(after([]));
    expect(last(alerts).status).toBe('rolled-back');
    expect(alerts.map(words).join('\n')).toMatch(/another deployment is under way/);
    expect(alerts.map(words).join('\n')).not.toMatch(/is rolling back|, rolling back|rolled back/);
  });

  test('is what a reading shows it to be', async () => {
    expect(last(await told(after([]), read(43, 2, 'COMPLETED'))).status).toBe('resolved');
    expect(last(await told(after([]), read(41, 2, 'COMPLETED'))).status).toBe('rolled-back');
  });
});

describe('whose failure it is', () => {
  test('an old task that crashes during a deployment does not fail it', async () => {
    const stream = [
      deployment(0, 'IN_PROGRESS', 2),
      crash(40, { number: 1, revision: 41 }),
      steady(120),
      deployment(121, 'COMPLETED', 2),
    ];
    const alerts = await told(stream);
    expect(alerts[0]?.title).toMatch(/during a deployment, not by it/);
    expect(alerts.map(words).join('\n')).not.toMatch(/deployment failing/);
  });

  test('what one deployment broke is not charged to the next', async () => {
    const alerts = await told([...failing, deployment(1500, 'IN_PROGRESS', 2)]);
    expect(words(last(alerts))).toMatch(/a new deployment is under way.*none of its tasks has failed/);
    expect(words(last(alerts))).not.toMatch(/deployment failing/);
  });

  test('and what the next breaks is its own, with its own count', async () => {
    const alerts = await told([
      ...failing,
      deployment(1500, 'IN_PROGRESS', 2),
      crash(1540, { number: 2, revision: 43 }),
    ]);
    expect(last(alerts).title).toMatch(/deployment failing, container app failed/);
    expect(last(alerts).causes.map(({ count }) => count)).toEqual([1, 2, 1]);
  });
});

describe('events in another order than they happened', () => {
  const story = [...failing, rollBack(202, 2), steady(300), deployment(301, 'COMPLETED', 2)];

  test.each([
    ['backwards', story.toReversed()],
    ['the end first', [...story.slice(-1), ...story.slice(0, -1)]],
    ['the failure last', [...story.slice(0, 3), ...story.slice(4), ...story.slice(3, 4)]],
    ['the beginnings last', [...story.slice(1, 4), ...story.slice(5), ...story.slice(0, 1), ...story.slice(4, 5)]],
  ])('%s, it ends as a roll-back, told once', async (_, stream) => {
    const alerts = await told(stream);
    expect(last(alerts).status).toBe('rolled-back');
    expect(alerts.filter(({ change }) => change === 'end' || change === 'worse')).toHaveLength(1);
  });

  test('a stop that is told after the end is counted, and tells nobody', async () => {
    const [first, second] = [crash(0, { number: 1, revision: 41 }), crash(2, { number: 1, revision: 41 })];
    const alerts = await told([first, steady(60), steady(420), second]);
    expect(last(alerts)).toMatchObject({ status: 'resolved', change: 'end' });
    expect(alerts.filter(({ change }) => change === 'end')).toHaveLength(1);
  });
});

describe('what is not wanted any more', () => {
  test('ends as that, and not as recovered', async () => {
    const stream = [
      crash(40, { number: 1, revision: 41 }),
      action(180, 'SERVICE_DESIRED_COUNT_UPDATED', { desiredCount: 0 }),
    ];
    expect(last(await told(stream)).title).toMatch(/not wanted any more/);
  });

  test('also where only a reading says so', async () => {
    const gone = { 'web/orders-api': service('orders-api', { running: 0, desired: 0 }) };
    expect(last(await told([crash(40, { number: 1, revision: 41 })], gone)).title).toMatch(/not wanted any more/);
  });
});
