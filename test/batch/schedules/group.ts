import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { scheduleOrders, scheduleReads } from '../../../lib/aws/scheduler.ts';
import { batchPolicy } from '../../../lib/app/config/batch-policy.ts';
import { schedulesOf } from '../../../lib/app/world/schedules.ts';
import { decideSchedules } from '../../../lib/batch/schedules/decide.ts';
import { gatherSchedules } from '../../../lib/batch/schedules/gather.ts';
import type { SchedulesState } from '../../../lib/batch/schedules/state.ts';
import type { Outcome } from '../../../lib/core/outcome.ts';
import { minuteMs } from '../../../lib/core/time.ts';
import type { AwsApiOptions } from '../../../sim/api/aws-api.ts';
import { awsApi } from '../../../sim/api/aws-api.ts';
import { seeded } from '../../../sim/random.ts';
import type { WireHandlers } from '../../../sim/wire.ts';
import { wire } from '../../../sim/wire.ts';
import { good } from '../../config/samples.ts';
import { deadLetters, desk, jobs as queue, role } from '../../sim/schedules/desk.ts';

const settings = {
  region: 'ap-northeast-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};

export const place = { group: 'watchkeeper-jobs', queueArn: queue, deadLettersArn: deadLetters, roleArn: role };

type Options = {
  readonly api?: Partial<AwsApiOptions>;
  /** Handlers that stand in the way of the real ones. */
  readonly more?: (real: WireHandlers) => WireHandlers;
  readonly mode?: 'watch' | 'act';
  readonly startsAt?: number;
};

function policyOf(lines: string, mode: 'watch' | 'act') {
  const text = `receivers: { team: { slack: C0TEAM1 } }\ntimezone: Asia/Tokyo\njobs:\n  defaults: { cluster: batch }\n${lines}`;
  const stack = { account: '123456789012', region: 'ap-northeast-1', mode, scheduler: place };
  return batchPolicy(good(text), stack);
}

/** The record of the schedules over a simulated Scheduler: each `look` is one wake, with as many rounds as it takes. */
export function group({ api = {}, more = () => ({}), mode = 'act', startsAt }: Options = {}) {
  const here = desk(startsAt === undefined ? {} : { startsAt });
  const { account, agenda } = here;
  account.schedules.groups.set(place.group, agenda.now());
  const real = awsApi(account, { random: seeded('group'), ...api });
  const handlers = { ...real, ...more(real) };
  const wired = (client: SchedulerClient): SchedulerClient => {
    wire(client, handlers);
    return client;
  };
  const client = wired(new SchedulerClient(settings));
  const clock = { now: agenda.now };
  // Only one kind of client is ever asked for.
  const host = { clock, client: wired as never };
  const ports = schedulesOf(host);
  let state: SchedulesState | undefined;
  let policy = policyOf('', mode);
  const round = async (
    events: readonly Outcome[],
  ): Promise<{ outcomes: Outcome[]; wakeAt: number; reason: string }> => {
    const now = agenda.now();
    const facts = await gatherSchedules(state, ports.reads, { policy, now });
    const asked = { state, events, facts, policy, now, unfinished: [], inFlight: [] };
    const decision = decideSchedules(asked);
    state = decision.state;
    const outcomes: Outcome[] = [];
    for (const { key, mode: allowed, target, type } of decision.actions.map((each) => ({ mode: 'act', ...each }))) {
      if (type !== 'order') continue;
      const base = { kind: 'outcome', action: key } as const;
      outcomes.push(
        allowed === 'observe'
          ? { ...base, result: 'observed', reason: 'observing', at: now }
          : { ...base, ...(await ports.write(target, now + 20_000)) },
      );
    }
    return { outcomes, wakeAt: 'wakeAt' in decision.next ? decision.next.wakeAt : 0, reason: decision.reason };
  };
  const look = async () => {
    let told = await round([]);
    const first = told;
    for (let rounds = 1; rounds < 3 && told.outcomes.length > 0; rounds += 1) told = await round(told.outcomes);
    return { ...first, wakeAt: told.wakeAt };
  };
  return {
    ...here,
    /** Jobs as they stand in the file. */
    says: (lines: string) => {
      policy = policyOf(lines, mode);
    },
    look,
    /** Wakes until nothing is to be done any more; how often that was. */
    settle: async () => {
      for (let looks = 1; looks <= 30; looks += 1) {
        const before = agenda.now();
        const { wakeAt } = await look();
        if (wakeAt >= before + minuteMs && state?.lookAt !== undefined && state.lookAt > before + minuteMs)
          return looks;
        here.pass(Math.max(1, wakeAt - before));
      }
      throw new Error('it never settles');
    },
    state: () => state,
    reads: scheduleReads(client, clock),
    orders: scheduleOrders(client, clock),
    inGroup: () =>
      [...account.schedules.all.values()]
        .filter((each) => each.group === place.group)
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
