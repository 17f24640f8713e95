import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFacts } from '../../cli/replay/facts.ts';
import { readEvents } from '../../cli/replay/input.ts';
import { asGiven } from '../../cli/replay/order.ts';
import type { AlertLine, ReplayLine } from '../../cli/replay/replay.ts';
import { replay } from '../../cli/replay/replay.ts';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { healthPolicy } from '../../lib/app/config/health-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { storyLines, storyNames } from '../ecs/events/samples.ts';

const account = '123456789012';
const region = 'ap-northeast-1';

/** Everything to one channel, nothing known but the stream itself. Returns the alerts in the order they were told. */
async function alertsOf(text: string, settleMs = 40 * minuteMs): Promise<readonly AlertLine[]> {
  const result = readConfiguration('receivers: { replay: { slack: C0REPLAY } }\n');
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  const lines: ReplayLine[] = [];
  const policies = {
    health: healthPolicy(result.configuration),
    alert: alertPolicy(result.configuration, { account, region }),
  };
  const say = (line: ReplayLine): void => void lines.push(line);
  const how = { policies, facts: readFacts(undefined), settleMs, say, heard: say };
  const { malformed } = await replay(asGiven([readEvents(text)]), how);
  expect(malformed).toBe(false);
  expect(lines.filter((line) => line.type === 'event')).toHaveLength(text.trim().split('\n').length);
  return lines.filter((line) => line.type === 'alert');
}

/** One incident as a person would sum it up: what was said first, what was wrong, how it ended. */
type Incident = {
  readonly status: AlertLine['status'];
  /** The first word. */
  readonly title: string;
  /** Every cause that was told, as `id × count`, with the container and its exit code where they were. */
  readonly causes: readonly string[];
  /** The last word. */
  readonly last: string;
  readonly changes: { readonly open: number; readonly end: number; readonly worse: number };
};

function incidentsOf(alerts: readonly AlertLine[]): Readonly<Record<string, Incident>> {
  const byKey = Map.groupBy(alerts, (alert) => alert.key.replace(/^\d{12}\/[\w-]+\//, ''));
  return Object.fromEntries([...byKey].map(([key, lines]) => [key, incidentOf(lines)]));
}

function incidentOf(lines: readonly AlertLine[]): Incident {
  const last = lines.at(-1);
  const fullest = lines.findLast((line) => line.causes.length > 0);
  if (last === undefined) throw new Error('an incident of which nothing was told');
  const causes = (fullest?.causes ?? []).map(({ id, count, container, exitCode }) =>
    [id, container, exitCode, `× ${count}`].filter((part) => part !== undefined).join(' '),
  );
  const count = (change: string): number => lines.filter((line) => line.change === change).length;
  return {
    status: last.status,
    title: lines[0]?.title ?? '',
    causes,
    last: `${last.title}. ${last.next}`,
    changes: { open: count('open'), end: count('end'), worse: count('worse') },
  };
}

const overOnce = { open: 1, end: 1, worse: 0 };

type Wanted = Partial<Pick<Incident, 'status' | 'causes' | 'changes'>> & {
  readonly title: unknown;
  readonly last?: unknown;
};

/** The incidents a person wants to hear of, and no others. */
const wanted: Readonly<Record<string, Readonly<Record<string, Wanted>>>> = {
  'healthy-deployment': {},
  'spot-wave': {},
  'crash-after-deploy-rollback': {
    'web/service/payments-api': {
      status: 'rolled-back',
      title: expect.stringMatching(/payments-api: deployment failing, container app failed \(exit 1\)/),
      causes: ['essential_exit app 1 × 3', 'deployment_failed × 1', 'deployment_rollback × 1'],
      last: expect.stringMatching(/payments-api: deployment 88 failed, rolled back to 87/),
      changes: overOnce,
    },
  },
  'image-missing': {
    'web/service/orders-api': {
      status: 'rolled-back',
      title: expect.stringMatching(/orders-api: deployment failing, image not found/),
      causes: ['pull_no_image app × 4', 'deployment_failed × 1', 'deployment_rollback × 1'],
      last: expect.stringMatching(/orders-api: deployment failed, rolled back/),
      changes: overOnce,
    },
  },
  'nightly-family-fails': {
    'batch/family/invoice-export': {
      status: 'resolved',
      title: expect.stringMatching(/invoice-export: container exporter failed \(exit 1\)/),
      causes: ['essential_exit exporter 1 × 1'],
      last: expect.stringMatching(/invoice-export: recovered/),
      changes: overOnce,
    },
  },
  'hook-waits': {
    'web/service/checkout': {
      status: 'resolved',
      title: expect.stringMatching(/checkout: deployment waits for somebody at POST_TEST_TRAFFIC_SHIFT/),
      causes: ['hook_awaiting × 1'],
      changes: overOnce,
    },
  },
  'crash-loop': {
    'web/service/search-api': {
      status: 'resolved',
      title: expect.stringMatching(/search-api: out of memory: container search was killed/),
      causes: ['oom search 137 × 18'],
      last: expect.stringMatching(/search-api: recovered/),
      changes: overOnce,
    },
  },
  'instance-impaired': {
    'worker/instance/i-0c4f91ab22d07e631': {
      title: expect.stringMatching(/i-0c4f91ab22d07e631: container instance is impaired: AGENT_CONNECTIVITY/),
      causes: ['instance_impaired × 1'],
    },
    'worker/instance/i-09e7d24f06b8c315a': {
      status: 'resolved',
      title: expect.stringMatching(/i-09e7d24f06b8c315a: container instance is impaired: AGENT_CONNECTIVITY/),
      causes: ['instance_impaired × 1'],
      changes: overOnce,
    },
    'worker/service/mail-sender': {
      status: 'resolved',
      title: expect.stringMatching(/mail-sender: its EC2 instance was stopped or terminated/),
      causes: ['host_gone × 2'],
      changes: overOnce,
    },
    'worker/service/search-indexer': {
      status: 'resolved',
      title: expect.stringMatching(/search-indexer: its EC2 instance was stopped or terminated/),
      causes: ['host_gone × 1'],
      changes: overOnce,
    },
  },
  placement: {
    'web/service/admin-web': {
      status: 'resolved',
      title: expect.stringMatching(/admin-web: .*host port is taken on every instance/),
      causes: ['placement_failure × 2'],
      last: expect.stringMatching(/admin-web: recovered/),
      changes: overOnce,
    },
  },
  codedeploy: {
    '-/service/account-portal/account-portal-bluegreen': {
      status: 'resolved',
      title: expect.stringMatching(/account-portal.*CodeDeploy deployment d-R4T7WK2QZ failed/),
      causes: ['codedeploy_failed × 1'],
      last: expect.stringMatching(/account-portal\/account-portal-bluegreen: recovered/),
      changes: overOnce,
    },
  },
};

/** Nothing more than what is wanted, and all of it. */
function exactly(incidents: Readonly<Record<string, Wanted>>): object {
  return Object.fromEntries(
    Object.entries(incidents).map(([key, incident]): [string, unknown] => [key, expect.objectContaining(incident)]),
  );
}

function textOf(name: string): string {
  return storyLines(name).join('\n');
}

describe('stories', () => {
  test('each is told here', () => expect(Object.keys(wanted).sort()).toEqual(storyNames));

  test.each(storyNames)('%s', async (name) => {
    expect(incidentsOf(await alertsOf(textOf(name)))).toEqual(exactly(wanted[name] ?? {}));
  });

  test('nobody is paged: what nobody could count is never more than an error', async () => {
    for (const name of storyNames) {
      for (const alert of await alertsOf(textOf(name)))
        expect([alert.impact, alert.severity]).not.toContain('critical');
    }
  });

  test('the whole night in one stream tells the same', async () => {
    const all = Object.fromEntries(Object.values(wanted).flatMap((incidents) => Object.entries(incidents)));
    const lines = storyNames.flatMap(storyLines);
    const night = lines.map((line) => ({ line, at: (JSON.parse(line) as { time: string }).time }));
    const text = night
      .toSorted((a, b) => a.at.localeCompare(b.at))
      .map(({ line }) => line)
      .join('\n');
    expect(incidentsOf(await alertsOf(text))).toEqual(exactly(all));
  });

  test.each(storyNames)('%s tells the same when every event comes twice', async (name) => {
    const lines = storyLines(name);
    expect(incidentsOf(await alertsOf(lines.flatMap((line) => [line, line]).join('\n')))).toEqual(
      exactly(wanted[name] ?? {}),
    );
  });

  // A failure that is heard after a later one moves the start of the incident back, and from then on the alert passes
  // every newer level of it for an older one.
  const frozen = 'image-missing';

  test.each(storyNames.filter((name) => name !== frozen))('%s tells the same in disorder', async (name) => {
    const told = incidentsOf(await alertsOf(disordered(storyLines(name)).join('\n')));
    expect(outcomesOf(told)).toMatchObject(outcomesOf(wanted[name] ?? {}));
    expect(Object.keys(told).sort()).toEqual(Object.keys(wanted[name] ?? {}).sort());
  });

  test(`${frozen} tells the same in disorder`, async () => {
    const told = incidentsOf(await alertsOf(disordered(storyLines(frozen)).join('\n')));
    expect(outcomesOf(told)).toMatchObject(outcomesOf(wanted[frozen] ?? {}));
  });
});

type Outcome = Readonly<Partial<Pick<Incident, 'status' | 'causes'>>>;

/** How each ended and what was wrong, whatever was said first. */
function outcomesOf(incidents: Readonly<Record<string, Outcome>>): Readonly<Record<string, object>> {
  const outcome = ({ status, causes = [] }: Outcome): object => ({
    ...(status !== undefined && { status }),
    causes: causes.toSorted(),
  });
  return Object.fromEntries(Object.entries(incidents).map(([key, incident]) => [key, outcome(incident)]));
}

describe('what is not yet as a person wants it', () => {
  test('an instance that is gone is over, but nothing of it has recovered', async () => {
    const told = incidentsOf(await alertsOf(textOf('instance-impaired')));
    expect(told['worker/instance/i-0c4f91ab22d07e631']?.status).not.toBe('firing');
    expect(told['worker/instance/i-0c4f91ab22d07e631']?.last).toMatch(/gone: it has left its cluster/);
  });

  test('a task lost with its instance had run: ECS replaces it at once, not at growing intervals', async () => {
    const alerts = await alertsOf(textOf('instance-impaired'));
    const first = alerts.find(({ subject }) => subject.name === 'mail-sender');
    expect(first?.next).not.toMatch(/intervals that grow/);
  });

  test('a pause that was answered was never broken, so it does not recover', async () => {
    const last = (await alertsOf(textOf('hook-waits'))).at(-1);
    expect(last?.title).not.toMatch(/recovered/);
  });

  test('one word is enough when an incident ends', async () => {
    const alerts = await alertsOf(textOf('placement'));
    expect(alerts.at(-2)?.at).not.toBe(alerts.at(-1)?.at);
  });
});

/** EventBridge promises no order: every event changes places with the next one of the same five seconds. */
function disordered(lines: readonly string[]): readonly string[] {
  const timeOf = (line: string | undefined): number =>
    Date.parse((JSON.parse(line ?? '{}') as { time?: string }).time ?? '');
  const turned = [...lines];
  for (let at = 0; at + 1 < turned.length; at += 1) {
    if (timeOf(turned[at + 1]) - timeOf(turned[at]) > 5 * secondMs) continue;
    turned.splice(at, 2, turned[at + 1] ?? '', turned[at] ?? '');
    at += 1;
  }
  return turned;
}

describe('what the first word says of what comes next', () => {
  const nextOf = async (name: string): Promise<string> => (await alertsOf(textOf(name)))[0]?.next ?? '';

  test('a pause: until when it waits, and what happens otherwise', async () => {
    expect(await nextOf('hook-waits')).toMatch(/until 20:35 UTC;.*ROLLBACK/);
  });

  test('a standalone task: that nothing runs it again', async () => {
    expect(await nextOf('nightly-family-fails')).toMatch(/does not run a standalone task again/);
  });

  test('a crash after having run: that ECS replaces it without end', async () => {
    expect(await nextOf('crash-loop')).toMatch(/at once and without limit/);
  });
});

describe('a crash loop', () => {
  test('is one message that counts, at most once a minute, and closes only after a quiet time', async () => {
    const alerts = await alertsOf(textOf('crash-loop'));
    const counts = alerts.map((alert) => alert.causes[0]?.count ?? 0);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(alerts.length).toBeLessThan(20);
    const lastFailure = Date.parse('2026-11-20T20:44:40Z');
    const end = Date.parse(alerts.at(-1)?.at ?? '');
    expect(end).toBeGreaterThanOrEqual(lastFailure + 5 * minuteMs);
    expect(end).toBeLessThan(lastFailure + 15 * minuteMs);
  });
});

/** A directory of published events that is not part of the repository: `sequences/*.jsonl` are recorded streams. */
const corpus = process.env['EVENT_CORPUS'];

if (corpus === undefined) process.stdout.write('EVENT_CORPUS is not set: recorded streams are not replayed\n');

const cluster = 'Defang-testproj-beta-cluster';

const recorded: readonly (readonly [string, Readonly<Record<string, Wanted>>])[] = [
  ['defang-success-f249u7ap07ef', {}],
  [
    'defang-processexit-failure-se3n0qmzhzpm',
    {
      [`${cluster}/service/testproj_web-1bb0086`]: {
        status: 'firing',
        title: expect.stringMatching(/\b99\b/),
        causes: ['essential_exit web_se3n0qmzhzpm 99 × 4', 'deployment_failed × 1'],
        last: expect.stringMatching(/deployment failed.*\b99\b.*ECS rolls back by itself if the service is set to/),
        changes: { open: 1, end: 0, worse: 0 },
      },
    },
  ],
  [
    'defang-build-failure-o4epidtq3j3b',
    {
      [`${cluster}/family/Defang-testproj-beta-kanikoAmd64`]: {
        status: 'firing',
        title: expect.stringMatching(/container kaniko failed \(exit 1\)/),
        causes: ['essential_exit kaniko 1 × 1'],
        changes: { open: 1, end: 0, worse: 0 },
      },
    },
  ],
];

describe.skipIf(corpus === undefined)('recorded streams', () => {
  test.each(recorded)('%s', async (name, incidents) => {
    const file = join(corpus ?? '', 'sequences', `${name}.jsonl`);
    expect(existsSync(file)).toBe(true);
    expect(incidentsOf(await alertsOf(readFileSync(file, 'utf8')))).toEqual(exactly(incidents));
  });
});
