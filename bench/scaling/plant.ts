import type { Random } from '../../sim/random.ts';

/** What a controller can see and set, a minute after the other. */
export type Controller = {
  readonly name: string;
  /** The number of tasks wanted from now on. Asked every 15 seconds; metrics are those of whole minutes. */
  readonly want: (seen: Seen) => number;
};

export type Seen = {
  readonly atS: number;
  readonly desired: number;
  readonly running: number;
  /** Per minute, newest last, as CloudWatch has them: a minute late. */
  readonly cpuPercent: readonly number[];
  readonly backlogPerTask: readonly number[];
  /** As SQS has it now. */
  readonly visible: number;
  readonly inFlight: number;
};

export type Week = {
  readonly name: string;
  /** 95th percentile over all requests, or messages, of the week. */
  readonly waitP95S: number;
  readonly worstWaitS: number;
  readonly taskHours: number;
  readonly scaleEvents: number;
  readonly turns: number;
};

export type Load = {
  /** Requests, or messages, a second. */
  readonly perSecond: (atS: number) => number;
  readonly perTaskPerSecond: number;
  /** How long one takes when nobody waits. */
  readonly serviceS: number;
  readonly startS: number;
  readonly isQueue: boolean;
};

const stepS = 15;
const weekS = 7 * 24 * 3600;

/** So many weeks are played, and the last is measured: how it begins is not to be seen in it. */
const weeksPlayed = 2;
const measuredFromS = (weeksPlayed - 1) * weekS;

/** A week of work for a service whose tasks take a while to start. What cannot be done at once waits. */
export function weekOf(load: Load, controller: Controller, first: number): Week {
  const starting: number[] = [];
  const waits: { readonly waitS: number; readonly amount: number }[] = [];
  const cpu: number[] = [];
  const perTask: number[] = [];
  let [desired, running, backlog, taskS, events, turns, lastTurn] = [first, first, 0, 0, 0, 0, 0];
  let minute: number[] = [];
  for (let atS = 0; atS < weeksPlayed * weekS; atS += stepS) {
    const isMeasured = atS >= measuredFromS;
    while (starting[0] !== undefined && starting[0] <= atS) {
      starting.shift();
      running += 1;
    }
    const coming = load.perSecond(atS) * stepS;
    const capacity = running * load.perTaskPerSecond * stepS;
    const done = Math.min(backlog + coming, capacity);
    const share = capacity > 0 ? done / capacity : 0;
    backlog += coming - done;
    const pace = Math.max(capacity / stepS, load.perTaskPerSecond);
    // Beside what is left over, those that come together wait for each other: M/M/1 of each task, below saturation.
    const queueingS = share < 0.99 ? (load.serviceS * share) / (1 - share) : load.serviceS * 99;
    if (isMeasured)
      waits.push({ waitS: backlog / pace + (load.isQueue ? 0 : queueingS) + load.serviceS, amount: coming });
    minute.push(share * 100);
    if (isMeasured) taskS += (running + starting.length) * stepS;
    if ((atS + stepS) % 60 === 0) {
      cpu.push(minute.reduce((sum, each) => sum + each, 0) / minute.length);
      perTask.push(running > 0 ? backlog / running : backlog);
      minute = [];
    }
    const busy = Math.min(running, Math.ceil((done / stepS) * load.serviceS));
    const inFlight = load.isQueue ? Math.min(Math.ceil(backlog + busy), running) : 0;
    const wanted = controller.want({
      atS,
      desired,
      running,
      cpuPercent: cpu.slice(-16, -1),
      backlogPerTask: perTask.slice(-16, -1),
      visible: Math.max(0, Math.floor(backlog)),
      inFlight,
    });
    if (wanted === desired) continue;
    if (isMeasured) events += 1;
    const turn = Math.sign(wanted - desired);
    if (isMeasured && lastTurn !== 0 && turn !== lastTurn) turns += 1;
    lastTurn = turn;
    if (wanted > desired) for (let task = desired; task < wanted; task += 1) starting.push(atS + load.startS);
    else {
      // What is still starting is stopped first.
      for (let task = wanted; task < desired; task += 1) if (starting.pop() === undefined) running -= 1;
    }
    desired = wanted;
  }
  const sorted = waits.toSorted((a, b) => a.waitS - b.waitS);
  const total = sorted.reduce((sum, { amount }) => sum + amount, 0);
  return {
    name: controller.name,
    waitP95S: percentile(sorted, 0.95 * total),
    worstWaitS: sorted.at(-1)?.waitS ?? 0,
    taskHours: taskS / 3600,
    scaleEvents: events,
    turns,
  };
}

function percentile(sorted: readonly { readonly waitS: number; readonly amount: number }[], at: number): number {
  let sum = 0;
  for (const { waitS, amount } of sorted) {
    sum += amount;
    if (sum >= at) return waitS;
  }
  return 0;
}

const hourOf = (atS: number): number => (atS / 3600) % 24;
const dayOf = (atS: number): number => Math.floor(atS / 86_400);

/** A shop: quiet at night, busy at noon and in the evening, less at the week-end, with a rush now and then. */
export function webLoad(random: Random): Load {
  const rushes = Array.from({ length: 10 * weeksPlayed }, () => ({
    atS: random.whole(0, weeksPlayed * weekS),
    lastsS: random.whole(600, 2400),
  }));
  return {
    perSecond: (atS) => {
      const hour = hourOf(atS);
      const day = 0.55 - 0.45 * Math.cos((2 * Math.PI * (hour - 4)) / 24) + 0.25 * Math.exp(-((hour - 20) ** 2) / 3);
      const weekend = dayOf(atS) % 7 >= 5 ? 0.7 : 1;
      const rush = rushes.some((each) => atS >= each.atS && atS < each.atS + each.lastsS) ? 1.8 : 1;
      const ripple = 1 + 0.06 * Math.sin(atS / 97) + 0.05 * Math.sin(atS / 41);
      return 420 * day * weekend * rush * ripple;
    },
    perTaskPerSecond: 100,
    serviceS: 0.05,
    startS: 90,
    isQueue: false,
  };
}

/** Images to be made smaller: some all day, many when somebody uploads. */
export function queueLoad(random: Random): Load {
  const uploads = Array.from({ length: 40 * weeksPlayed }, () => ({
    atS: random.whole(0, weeksPlayed * weekS),
    lastsS: random.whole(300, 1800),
    rate: random.whole(1, 4),
  }));
  return {
    perSecond: (atS) => {
      const isDay = hourOf(atS) > 7 && hourOf(atS) < 21;
      const upload = uploads.filter((each) => atS >= each.atS && atS < each.atS + each.lastsS);
      return (isDay ? 0.4 : 0) + upload.reduce((sum, { rate }) => sum + rate, 0);
    },
    perTaskPerSecond: 1 / 3,
    serviceS: 3,
    startS: 60,
    isQueue: true,
  };
}
