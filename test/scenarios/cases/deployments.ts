import type { Scenario } from '../play.ts';
import type { Kind } from '../kinds.ts';
import { badRelease } from '../strikes.ts';

type Row = Omit<Scenario, 'name' | 'kind' | 'strike' | 'minutes'> & Partial<Pick<Scenario, 'minutes'>>;

/** Rolled back by the circuit breaker: nobody is hurt, and nobody has to do anything. */
const rolledBack = (causes: readonly string[], more: Partial<Row> = {}): Row => ({
  causes: [...causes, 'deployment_failed', 'deployment_rollback'],
  worst: 'none',
  next: ['rolling_back'],
  mayComeNext: ['breaker_rolls_back'],
  end: 'rolled-back',
  says: { last: /orders-api: deployment 2 failed, rolled back to 1/ },
  ...more,
});

/** Nothing ends it but a better version, twelve minutes later. */
const goesOn = (causes: readonly string[], next: string, more: Partial<Row> = {}): Row => ({
  causes,
  worst: 'none',
  next: [next, 'new_deployment'],
  // For a moment, when what was before goes.
  mayComeNext: ['scheduler_replaces'].filter((code) => code !== next),
  end: 'resolved',
  says: { last: /orders-api: recovered/ },
  ...more,
});

const cases = (
  cause: string,
  strike: (mendedAfter: number | undefined) => Scenario['strike'],
  rows: Partial<Readonly<Record<Kind, Row>>>,
): readonly Scenario[] =>
  Object.entries(rows).map(([kind, row]): Scenario => {
    const isMended = row.end === 'resolved';
    return {
      name: `${cause}, ${kind}`,
      kind: kind as Kind,
      strike: strike(isMended ? 12 : undefined),
      minutes: 25,
      ...row,
    };
  });

const image = ['pull_no_image', 'task_start_impaired'];
const secret = ['secrets_arn', 'task_start_impaired'];
const told = 'deployment_will_fail_image_missing';
const crashed = { first: /container app failed \(exit 1\)/, between: /PAYMENT_HMAC_KEY is not set/ };

const withAdvice = (row: Row): Row => ({ ...row, causes: [...row.causes, told] });

export const deploymentCases: readonly Scenario[] = [
  ...cases(
    'an image that was never pushed',
    (mendedAfter) => badRelease({ program: 'web', notPushed: true }, mendedAfter),
    {
      'web on Fargate': withAdvice(rolledBack(image, { says: { first: /image v1\.42 not in ECR|image not found/ } })),
      'worker on Fargate': withAdvice(rolledBack(image)),
      'web on Spot': withAdvice(rolledBack(image)),
      'web on hosts': withAdvice(rolledBack(image)),
      'worker on hosts': withAdvice(rolledBack(image)),
      daemon: withAdvice(rolledBack(image, { worst: 'at-risk' })),
      'breaker that only stops': withAdvice({
        ...goesOn([...image, 'deployment_failed'], 'breaker_stops'),
        next: ['breaker_stops', 'waits_for_you', 'new_deployment'],
      }),
      'web without a breaker': withAdvice(goesOn(image, 'no_breaker')),
      'blue/green': withAdvice(
        goesOn(image, 'stage_ends', {
          says: { between: /the old revision has all the traffic; if SCALE_UP lasts 24 h/ },
        }),
      ),
    },
  ),
  ...cases('a crash six seconds after the start', (mendedAfter) => badRelease({ program: 'crash' }, mendedAfter), {
    'web on Fargate': rolledBack(['essential_exit'], { says: crashed }),
    'worker on Fargate': rolledBack(['essential_exit']),
    'web on hosts': rolledBack(['essential_exit'], { next: ['rolling_back'] }),
    'worker on hosts': rolledBack(['essential_exit']),
    daemon: rolledBack(['essential_exit'], {
      worst: 'at-risk',
      next: ['rolling_back'],
    }),
    'web without a breaker': goesOn(['essential_exit'], 'no_breaker', {
      says: { thread: /it would have rolled this back/ },
    }),
    'blue/green': goesOn(['essential_exit'], 'stage_ends'),
  }),
  ...cases(
    'a secret that is not there',
    (mendedAfter) => badRelease({ program: 'web', missingSecret: true }, mendedAfter),
    {
      'web on Fargate': rolledBack(secret),
      'worker on hosts': rolledBack(secret),
      daemon: {
        ...rolledBack([]),
        causes: ['secrets_arn', 'deployment_failed', 'deployment_rollback', 'task_start_impaired'],
        worst: 'at-risk',
        next: ['rolling_back'],
      },
      'blue/green': goesOn(secret, 'stage_ends'),
    },
  ),
  ...cases('a version that never answers', (mendedAfter) => badRelease({ program: 'unhealthy' }, mendedAfter), {
    'web on Fargate': rolledBack(['elb_health']),
    'web on hosts': rolledBack(['elb_health'], { next: ['rolling_back'] }),
    'web without a breaker': goesOn(['elb_health'], 'no_breaker'),
    'blue/green': goesOn(['elb_health'], 'stage_ends'),
  }),
  ...cases('a leak that ends it after two minutes', (mendedAfter) => badRelease({ program: 'leak' }, mendedAfter), {
    'web on Fargate': goesOn(['oom'], 'scheduler_replaces', {
      worst: 'at-risk',
      orWorst: 'degraded',
      next: ['scheduler_replaces', 'new_deployment'],
      says: { first: /out of memory/ },
    }),
    'worker without a breaker': goesOn(['oom'], 'scheduler_replaces', {
      worst: 'at-risk',
      orWorst: 'degraded',
      next: ['scheduler_replaces', 'new_deployment'],
    }),
  }),
];
