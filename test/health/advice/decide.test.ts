import { describe, expect, test } from 'vitest';
import type { AwsEvent, DeploymentChanged } from '../../../lib/core/event.ts';
import { dayMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Finding } from '../../../lib/ecs/advice/advise.ts';
import { parseEvent } from '../../../lib/ecs/events/parse.ts';
import { passedOnMessage } from '../../../lib/ecs/events/passed-on.ts';
import { decideAdvice } from '../../../lib/health/advice/decide.ts';
import type { ServiceAdvice } from '../../../lib/health/advice/gather.ts';
import { adviceKey, advicePlaceOf, begunBy } from '../../../lib/health/advice/names.ts';
import type { AdviceState } from '../../../lib/health/advice/state.ts';
import type { HealthTarget } from '../../../lib/health/decide.ts';
import type { HealthFacts } from '../../../lib/health/facts.ts';
import { defaultHealthPolicy } from '../../../lib/health/policy.ts';
import { recordsOf } from '../../../lib/health/subject.ts';

const start = Date.parse('2026-11-20T17:00:00Z');
const place = { account: '123456789012', region: 'eu-west-1', cluster: 'web' };

const begun = (service: string, id: string, at = start, more: Partial<DeploymentChanged> = {}): DeploymentChanged => ({
  kind: 'deployment',
  id: `${service} ${id}`,
  at,
  account: place.account,
  region: place.region,
  serviceArn: `arn:aws:ecs:eu-west-1:123456789012:service/web/${service}`,
  eventType: 'INFO',
  eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
  deploymentId: `ecs-svc/${id}`,
  reason: `ECS deployment ecs-svc/${id} in progress.`,
  ...more,
});

const finding = (rule: string, more: Partial<Finding> = {}): Finding => ({
  key: `${rule} api:2`,
  rule,
  severity: 'error',
  makesDeploymentFail: true,
  fills: {},
  ...more,
});

const advice = (findings: readonly Finding[], more: Partial<ServiceAdvice> = {}): ServiceAdvice => ({
  service: 'api',
  deployment: { id: 'ecs-svc/1', isGoingOn: true, replaces: true },
  findings,
  ...more,
});

type Answer = HealthFacts['advice'];

function ask(
  state: AdviceState | undefined,
  now: number,
  { events = [], answer }: { events?: readonly AwsEvent[]; answer?: Answer } = {},
) {
  return decideAdvice({
    key: adviceKey(place),
    events: events.length > 0 ? events : [{ kind: 'wake' }],
    state,
    endedAt: undefined,
    unfinished: [],
    takenOver: false,
    inFlight: [],
    facts: { essential: new Map(), ...(answer !== undefined && { advice: answer }) },
    policy: defaultHealthPolicy,
    now,
  });
}

const seen = (...value: readonly ServiceAdvice[]): Answer => ({ ok: true, value, at: start });

/** One deployment that has begun, and the look at it. */
function looked(answer: Answer, event = begun('api', '1')) {
  const heard = ask(undefined, start, { events: [event] });
  return ask(heard.state, start + 5 * secondMs, { answer });
}

const targetsOf = ({ actions }: { readonly actions: readonly { readonly target: HealthTarget }[] }) =>
  actions.map(({ target }) =>
    'pass' in target && target.pass.kind === 'deployment-advised'
      ? ['foretold', ...target.pass.findings.map(({ rule }) => rule)]
      : 'collect' in target
        ? ['collected', ...target.collect.findings.map(({ rule }) => rule)]
        : [],
  );

describe('a deployment that begins', () => {
  test('is of its cluster, and of its service', () => {
    const records = recordsOf(begun('api', '1'), defaultHealthPolicy);
    expect(records).toContain(adviceKey(place));
    expect(advicePlaceOf(adviceKey(place))).toEqual(place);
  });

  test.each([
    [
      'a roll-back',
      begun('api', '1', start, { reason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/0.' }),
    ],
    ['an end', begun('api', '1', start, { eventName: 'SERVICE_DEPLOYMENT_COMPLETED' })],
  ])('and %s is not one', (_, event) => {
    expect(begunBy(event)).toBeUndefined();
  });

  test('is looked at in a moment, and not again', () => {
    const heard = ask(undefined, start, { events: [begun('api', '1')] });
    expect(heard.next).toEqual({ wakeAt: start + 5 * secondMs });
    const done = ask(heard.state, start + 5 * secondMs, { answer: seen(advice([])) });
    expect([done.state.waiting, done.actions, done.next]).toEqual([[], [], { final: true }]);
  });

  test('is looked at with the others of its cluster, once a minute', () => {
    const heard = ask(undefined, start, {
      events: [begun('api', '1'), begun('cart', '2'), begun('api', '3', start + 1)],
    });
    expect(heard.state.waiting.map(({ service, deploymentId }) => [service, deploymentId])).toEqual([
      ['api', 'ecs-svc/3'],
      ['cart', 'ecs-svc/2'],
    ]);
    const done = ask(heard.state, start + 5 * secondMs, { answer: seen() });
    const later = ask(done.state, start + 10 * secondMs, { events: [begun('jobs', '4', start + 10 * secondMs)] });
    expect(later.next).toEqual({ wakeAt: start + 65 * secondMs });
  });

  test('is not waited for where its cluster cannot be read for long', () => {
    let decision = ask(undefined, start, { events: [begun('api', '1')] });
    const looks: number[] = [];
    while ('wakeAt' in decision.next && looks.length < 100) {
      looks.push(decision.next.wakeAt - start);
      decision = ask(decision.state, decision.next.wakeAt, { answer: { ok: false, reason: 'throttled' } });
    }
    expect(looks.length).toBeGreaterThan(10);
    expect(looks.at(-1)).toBeLessThanOrEqual(16 * minuteMs);
  });

  test('and is heard of late, is no news', () => {
    expect(ask(undefined, start + 20 * minuteMs, { events: [begun('api', '1')] }).next).toEqual({ final: true });
  });
});

describe('what is found', () => {
  const fatal = finding('image-missing');
  const mild = finding('image-latest', { makesDeploymentFail: false, severity: 'warning' });
  const deadlock = finding('deployment-deadlock', { onlyWhenReplacing: true });
  const over = { id: 'ecs-svc/1', isGoingOn: false, replaces: false };

  test.each([
    [
      'will make it fail, is foretold, and the rest collected',
      advice([fatal, mild]),
      [
        ['foretold', 'image-missing'],
        ['collected', 'image-latest'],
      ],
    ],
    ['can wait, is collected', advice([mild]), [['collected', 'image-latest']]],
    [
      'would have made it fail, when it is over',
      advice([fatal], { deployment: over }),
      [['collected', 'image-missing']],
    ],
    [
      'is of a newer deployment than the one heard of',
      advice([fatal], { deployment: { ...over, id: 'ecs-svc/9', isGoingOn: true } }),
      [['collected', 'image-missing']],
    ],
    ['stops what replaces tasks', advice([deadlock]), [['foretold', 'deployment-deadlock']]],
    [
      'does not stop a first deployment',
      advice([deadlock], { deployment: { ...over, isGoingOn: true } }),
      [['collected', 'deployment-deadlock']],
    ],
    ['is nothing', advice([]), []],
  ])('%s', (_, given, wanted) => {
    expect(targetsOf(looked(seen(given)))).toEqual(wanted);
  });

  test('is said once for each revision, also when it is deployed again weeks later', () => {
    const first = looked(seen(advice([fatal, mild])));
    const later = start + 21 * dayMs;
    const again = ask(first.state, later, { events: [begun('api', '1', later)] });
    const same = ask(again.state, later + 5 * secondMs, { answer: seen(advice([fatal, mild])) });
    expect(targetsOf(same)).toEqual([]);
    const next = ask(again.state, later + 5 * secondMs, {
      answer: seen(advice([{ ...mild, key: 'image-latest api:3' }])),
    });
    expect(targetsOf(next)).toEqual([['collected', 'image-latest']]);
  });

  test('is remembered for a season after the last deployment, and no longer', () => {
    const done = looked(seen(advice([mild])));
    const wakeAt = 'wakeAt' in done.next ? done.next.wakeAt : 0;
    expect(wakeAt).toBe(start + 5 * secondMs + 90 * dayMs);
    expect(ask(done.state, wakeAt).next).toEqual({ final: true });
  });

  test('goes to its service as a message that reads the same', () => {
    const [first] = looked(
      seen(advice([finding('image-missing', { container: 'app', fills: { image: 'shop:v2', count: 3 } })])),
    ).actions;
    if (first === undefined || !('pass' in first.target)) throw new Error('nothing was foretold');
    const parsed = parseEvent(passedOnMessage(first.target.pass));
    expect(parsed).toEqual({ event: first.target.pass });
    expect('event' in parsed && recordsOf(parsed.event, defaultHealthPolicy)).toEqual([
      'health#eu-west-1#123456789012/web/service/api',
    ]);
  });
});
