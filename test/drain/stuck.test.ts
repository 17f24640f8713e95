import { describe, expect, test } from 'vitest';
import { composeDigest } from '../../lib/alert/compose/digest.ts';
import { compose } from '../../lib/alert/compose/compose.ts';
import { plainOf } from '../../lib/alert/compose/phrase.ts';
import { countsName } from '../../lib/app/telemetry.ts';
import { utcDayOf } from '../../lib/core/time.ts';
import { incidentId } from '../../lib/alert/compose/incident-id.ts';
import type { IncidentState } from '../../lib/alert/state.ts';
import { previewMessage } from '../../cli/preview.ts';
import type { Alert } from '../../lib/core/alert.ts';
import type { Language } from '../../lib/core/language.ts';
import type { GroupInstance } from '../../sim/account/autoscaling/group.ts';
import { managedDrainingHook } from '../../sim/account/autoscaling/managed-draining.ts';
import { setDesiredCapacity, terminateInstance } from '../../sim/account/autoscaling/scale.ts';
import { setAgent } from '../../sim/account/instances.ts';
import type { Service } from '../../sim/account/service.ts';
import { setProtection } from '../../sim/account/services/update.ts';
import { startTask } from '../../sim/account/start-task.ts';
import { addTargetGroup } from '../../sim/account/targets.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import type { Yard, YardOptions } from './yard.ts';
import { countOf, firstOf, minuteMs, nightfall, openYard, ownHook, serve } from './yard.ts';

const locked = { minimumHealthyPercent: 100, maximumPercent: 100 };

/** The incidents of drains, as they are kept. */
function incidentsOf({ simulation }: Yard): readonly IncidentState[] {
  return simulation.store
    .all()
    .map(({ state }) => state as IncidentState)
    .filter(({ kind, alert }) => kind === 'incident' && alert.causes.some(({ id }) => id.startsWith('drain_')));
}

/** What people read of one, with its thread. */
function textOf({ alert, enrichment }: IncidentState, yard: Yard, language: Language = 'en'): string {
  const { message, replies } = compose({
    alert,
    enrichment,
    environment: { name: 'prod', production: true },
    language,
    timezone: 'Asia/Tokyo',
    logLinks: {},
    incidentId: incidentId(alert.key, alert.startedAt),
    now: yard.simulation.agenda.now(),
  });
  return previewMessage(message, replies, { colour: false, width: 100_000 });
}

function only(yard: Yard): IncidentState {
  const [incident, other] = incidentsOf(yard);
  if (incident === undefined || other !== undefined) throw new Error(`${incidentsOf(yard).length} incidents of drains`);
  return incident;
}

function drainPosts({ simulation }: Yard): readonly unknown[] {
  return postsOf(simulation.slack.state, 'C0ALERTS').filter((post) => JSON.stringify(post).includes('/instance/web'));
}

const idsOf = ({ causes }: Alert): readonly string[] => causes.map(({ id }) => id);

async function yardWith(services: (yard: Yard, leaving: GroupInstance) => void, options: YardOptions = {}) {
  const yard = await openYard(options);
  services(yard, firstOf(yard));
  await yard.run(120);
  yard.calls.length = 0;
  return { yard, leaving: firstOf(yard) };
}

function end({ scaling }: Yard, { id }: GroupInstance): void {
  terminateInstance(scaling, id, { decrement: true });
}

function withStopTimeout({ deployments }: Service, seconds: number): void {
  for (const container of deployments[0]?.definition.containers ?? []) Reflect.set(container, 'stopTimeoutS', seconds);
}

function standalone(yard: Yard, { host }: GroupInstance): void {
  const definition = serve(yard, 'reindex', { desired: 0 }).deployments[0]?.definition;
  if (definition === undefined || host === undefined) throw new Error('no definition');
  const { account } = yard.simulation;
  startTask(account, { cluster: yard.cluster, definition, startedBy: 'ops-nightly', containerInstances: [host.arn] });
}

type Case = {
  readonly name: string;
  readonly services: (yard: Yard, leaving: GroupInstance) => void;
  readonly options?: YardOptions;
  /** What happens once it is told to go. */
  readonly after?: (yard: Yard, leaving: GroupInstance) => void;
  readonly causes: readonly string[];
  readonly says: readonly RegExp[];
};

const cases: readonly Case[] = [
  {
    name: 'a service whose successors find no place',
    services: (yard) => void serve(yard, 'api', { desired: 18, minimumHealthyPercent: 100 }),
    causes: ['drain_held'],
    says: [
      /Why {2}api [0-9a-f]{8}.*: 18 of 18 run, 0 starting; at least 18 must, .*its successor: no room for one more copy on 2 instances: 256 CPU/,
      /Impact {2}none now\. At 03:07: api goes on with 1[0-9]\/18/,
      /That it can leave: one more m5\.large/,
      /Changed {2}Auto Scaling ends it since 02:0[0-9]: somebody asked for it \(API, console or a tool\)/,
    ],
  },
  {
    name: 'a service that is protected: the fact, beside the reason',
    services: (yard, leaving) => {
      serve(yard, 'fixed', { desired: 2, ...locked });
      yard.simulation.agenda.after(60_000, 'protect', () => {
        for (const task of leaving.host?.tasks ?? []) setProtection(yard.simulation.account, task, 240);
      });
    },
    options: { hosts: 2 },
    causes: ['drain_deadlock', 'drain_protected'],
    says: [
      /protected from scale-in until 06:0[0-9]; AWS does not say whether that holds back a drain/,
      /no-protection-enabled/,
    ],
  },
  {
    name: 'minimum and maximum lock each other, with the command that opens them',
    services: (yard) => void serve(yard, 'fixed', { desired: 2, ...locked }),
    options: { hosts: 2 },
    causes: ['drain_deadlock'],
    says: [
      /cannot leave, fixed is locked at 100\/100 %/,
      /of 2 tasks at least 2 must run \(minimumHealthyPercent 100\) and at most 2 may \(maximumPercent 100\)/,
      /aws ecs update-service --region ap-northeast-1 --cluster prod --service fixed --deployment-configuration minimumHealthyPercent=100,maximumPercent=150/,
    ],
  },
  {
    name: 'an agent that is away',
    services: (yard) => void serve(yard, 'api', { desired: 6 }),
    options: { drain: 'web: { mode: act, agentPatience: 2h, deadline: 2h }' },
    after: (yard, { host }) => {
      if (host !== undefined) setAgent(yard.simulation.account, host, false);
    },
    causes: ['drain_agent_away'],
    says: [/the agent of i-[0-9a-f]+ is disconnected/, /disconnected since 02:[01][0-9]/],
  },
  {
    name: 'a load balancer that lets go slowly',
    services: (yard) => {
      const { arn } = addTargetGroup(yard.simulation.account, 'api-tg', { deregistrationDelayS: 3000 });
      const targets = [{ targetGroupArn: arn, container: 'app', containerPort: 80 }];
      serve(yard, 'api', { desired: 3, minimumHealthyPercent: 0, targets });
    },
    causes: ['drain_deregistering'],
    says: [
      /leaves target group api-tg since 02:0[0-9], whose deregistration delay is 50 min; it is stopped at about 02:5[0-9]/,
    ],
  },
  {
    name: 'a long stopTimeout',
    services: (yard) => withStopTimeout(serve(yard, 'api', { desired: 3 }, 50 * minuteMs), 3600),
    causes: ['drain_stop_timeout'],
    says: [/told to stop at 02:0[0-9], and its stopTimeout gives it 1 h from SIGTERM to SIGKILL/],
  },
  {
    name: 'a standalone task',
    services: standalone,
    causes: ['drain_standalone'],
    says: [
      /a standalone task, started 02:0[0-9] by ops-nightly\. ECS never moves those, and nobody starts it again/,
      /Give it longer: `npx watchkeeper drain i-[0-9a-f]+ --extend 30m`/,
      /aws ecs stop-task .*--task [0-9a-f]{32} /,
    ],
  },
  {
    name: 'what ECS itself drains, and where its cap is',
    services: (yard) => {
      serve(yard, 'fixed', { desired: 3, ...locked });
      serve(yard, 'logs', { scheduling: 'DAEMON', desired: 0 });
    },
    options: { hooks: [managedDrainingHook], drain: 'other: { mode: act }' },
    causes: ['drain_deadlock', 'drain_daemon'],
    says: [
      /ECS waits until it is empty, until 23 Nov 02:0[0-9] at most \(48 h, managed draining\); `managedCap`/,
      /logs [0-9a-f]{8}: a daemon/,
      /aws autoscaling complete-lifecycle-action .*ecs-managed-draining-termination-hook/,
    ],
  },
];

describe('why a drain is stuck is told by name', () => {
  test.each(cases)('$name', async ({ services, options, after, causes, says }) => {
    const { yard, leaving } = await yardWith(services, options);
    end(yard, leaving);
    await yard.run(5);
    after?.(yard, leaving);
    const probes = ['ECS.GetTaskProtection', 'ElasticLoadBalancingV2.DescribeTargetGroupAttributes'] as const;
    await yard.run(25 * 60);
    expect(countOf(yard, ...probes)).toBe(0);
    await yard.run(options?.drain?.includes('2h') === true ? 12 * 60 : 8 * 60);
    const incident = only(yard);
    expect([yard.simulation.errors, yard.lines.filter((line) => line.includes('could not be decided'))]).toEqual([
      [],
      [],
    ]);
    for (const id of causes) expect(idsOf(incident.alert)).toContain(id);
    const text = textOf(incident, yard);
    for (const each of says) expect(text).toMatch(each);
    expect(text).not.toMatch(/\?|undefined|NaN/);
    expect(textOf(incident, yard, 'ja')).not.toMatch(/\?|undefined|NaN/);
    expect(countOf(yard, ...probes)).toBeLessThanOrEqual(3);
  });

  test('while it stays so, it is asked again now and then, and nothing more is posted', async () => {
    const { yard, leaving } = await yardWith((each) => void serve(each, 'fixed', { desired: 2, ...locked }), {
      hosts: 2,
      drain: 'web: { mode: act, deadline: 3h }',
    });
    end(yard, leaving);
    await yard.run(90 * 60);
    expect(countOf(yard, 'ECS.GetTaskProtection')).toBeLessThanOrEqual(7);
    expect(drainPosts(yard)).toHaveLength(1);
  });
});

test('who let it go is looked up, and told when CloudTrail knows', async () => {
  const { yard } = await yardWith((made) => void serve(made, 'fixed', { desired: 3, ...locked }));
  setDesiredCapacity(yard.scaling, yard.group, 2, { role: 'terraform-apply', session: 'ci-4711' });
  await yard.run(34 * 60);
  const incident = only(yard);
  expect(textOf(incident, yard)).toMatch(
    /Changed {2}the group goes from 3 to 2 since 02:0[0-9]: somebody asked for it \(API, console or a tool\) · by `?terraform-apply`?/,
  );
  expect(textOf(incident, yard, 'ja')).toMatch(/3 → 2/);
});

describe('one activity is one incident', () => {
  const services = (yard: Yard): void => void serve(yard, 'fixed', { desired: 24, ...locked });
  const options = { hosts: 12, drain: 'web: { mode: act, deadline: 3h }' };

  test('twenty instances that go together', async () => {
    const { yard } = await yardWith(services, { ...options, drain: 'web: { mode: act, deadline: 60m }' });
    setDesiredCapacity(yard.scaling, yard.group, 4);
    await yard.run(35 * 60);
    const { alert } = only(yard);
    expect(alert.causes).toHaveLength(1);
    expect(alert.causes[0]).toMatchObject({ id: 'drain_deadlock', count: 8, fills: { count: 16 } });
    expect(textOf(only(yard), yard)).toMatch(/npx watchkeeper drain --group web --extend 30m/);
    await yard.run(30 * 60);
    const over = only(yard);
    expect(over.alert).toMatchObject({ status: 'resolved', impact: { because: 'forced' } });
    expect(over.alert.causes.map(({ id }) => id)).toEqual(['drain_forced']);
    expect(drainPosts(yard)).toHaveLength(1);
  });

  test('a second one of the group, later, is another', async () => {
    const { yard } = await yardWith(services, options);
    setDesiredCapacity(yard.scaling, yard.group, 11);
    await yard.run(75 * 60);
    setDesiredCapacity(yard.scaling, yard.group, 9);
    await yard.run(35 * 60);
    const [first, second] = incidentsOf(yard)
      .map(({ alert }) => alert)
      .toSorted((a, b) => a.startedAt - b.startedAt);
    expect(first).toMatchObject({ status: 'firing', subject: { name: 'web' }, causes: [{ count: 1 }] });
    expect(second).toMatchObject({ status: 'firing', causes: [{ count: 2 }] });
    expect(second?.subject.name).toMatch(/^web\/2026-11-20T18:2\dZ$/);
  });

  test('when all goes well nobody hears of it but the digest', async () => {
    const hook = { ...ownHook, heartbeatTimeoutS: 60 };
    const { yard, leaving } = await yardWith((each) => void serve(each, 'api', { desired: 6 }), { hooks: [hook] });
    end(yard, leaving);
    await yard.run(10 * 60);
    const { now } = yard.simulation.agenda;
    expect(postsOf(yard.simulation.slack.state, 'C0ALERTS')).toEqual([]);
    const counts = await yard.simulation.store.readCounts(countsName('ap-northeast-1', utcDayOf(now())));
    expect(counts).toMatchObject({ 'drain-drained/prod:web': 1, 'drain-short-hook/prod:web': 1 });
    const asked = { incident: 'digest', counts, open: [], from: nightfall, now: now(), timezone: 'UTC' };
    const { message } = composeDigest({ ...asked, language: 'en' });
    expect(plainOf(message.why ?? [])).toMatch(
      /instances drained: 1 · drain hooks with a time-out under 120 s, too short to be kept alive: web/,
    );
  });
});
