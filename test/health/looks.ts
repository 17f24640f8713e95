import type { AwsEvent, ContainerInstanceChanged } from '../../lib/core/event.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { decide } from '../../lib/health/decide.ts';
import type { HealthFacts } from '../../lib/health/facts.ts';
import type { HealthPolicy } from '../../lib/health/policy.ts';
import { defaultHealthPolicy } from '../../lib/health/policy.ts';
import type { HealthState } from '../../lib/health/state.ts';
import { keyOf } from '../../lib/health/subject.ts';
import type { Alert } from '../../lib/core/alert.ts';
import type { SubjectKind } from '../../lib/core/subject.ts';

export const start = Date.parse('2026-11-20T17:00:00Z');

/** What EventBridge says of an instance. */
export const instanceEvent = (at: number, agentConnected: boolean): ContainerInstanceChanged => ({
  kind: 'container-instance',
  id: String(at),
  at,
  account: '123456789012',
  region: 'eu-west-1',
  clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/web',
  containerInstanceArn: 'arn:aws:ecs:eu-west-1:123456789012:container-instance/web/0123456789abcdef0123456789abcdef',
  ec2InstanceId: 'i-0123456789abcdef0',
  status: 'ACTIVE',
  agentConnected,
});

/** One record of the health feature, from event to event and from look to look. */
export class Kept {
  readonly reasons: string[] = [];
  readonly alerts: Alert[] = [];
  /** When it was looked at. */
  readonly looks: number[] = [];
  state: HealthState | undefined;
  private wakeAt: number | undefined;
  private readonly key: string;
  private readonly facts: (now: number) => Omit<HealthFacts, 'essential'>;

  private readonly policy: HealthPolicy;

  constructor(
    kind: SubjectKind,
    name: string,
    facts: (now: number) => Omit<HealthFacts, 'essential'>,
    policy: HealthPolicy = defaultHealthPolicy,
  ) {
    this.policy = policy;
    this.key = keyOf({ account: '123456789012', region: 'eu-west-1', cluster: 'web', kind, name });
    this.facts = facts;
  }

  /** `now`: when it comes, where that is late. */
  hear(event: AwsEvent, now = event.at): void {
    this.decide(now, [event]);
  }

  /** Time goes on; what is due is looked at. */
  until(end: number): void {
    while (this.wakeAt !== undefined && this.wakeAt <= end) {
      this.looks.push(Math.round((this.wakeAt - start) / minuteMs));
      this.decide(this.wakeAt, []);
    }
  }

  private decide(now: number, events: readonly AwsEvent[]): void {
    const decision = decide({
      key: this.key,
      events: events.length > 0 ? events : [{ kind: 'wake' }],
      state: this.state,
      endedAt: undefined,
      unfinished: [],
      takenOver: false,
      inFlight: [],
      facts: { essential: new Map(), ...this.facts(now) },
      policy: this.policy,
      now,
    });
    this.state = decision.state;
    this.reasons.push(decision.reason);
    this.wakeAt = 'wakeAt' in decision.next ? decision.next.wakeAt : undefined;
    for (const { target } of decision.actions) if ('send' in target) this.alerts.push(target.send);
  }
}
