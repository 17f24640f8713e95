import type { ReasonCode, Step } from '../../lib/scale/stage.ts';
import type { Instant } from '../../lib/core/time.ts';
import { forecastText } from '../../lib/scale/forecast.ts';
import type { Decided, ServiceState } from '../../lib/scale/state.ts';

/** What a reason code means, for whoever reads it at night. */
const meanings: Readonly<Record<ReasonCode, string>> = {
  AlreadyAtDesiredCapacity: 'it has what its work asks for',
  AlreadyAtMaxCapacity: 'its work asks for more than the most',
  AlreadyAtMinCapacity: 'it has the least it may have',
  ScaledOut: 'its work asks for more',
  ScaledIn: 'its work asks for less',
  OutOfBounds: 'it was outside of what it may have',
  Stabilized: 'the most cautious wish of the last minutes counts',
  RateLimited: 'no more at once',
  NotIdleLongEnough: 'there was work a while ago',
  MetricStale: 'not all it is scaled by could be read',
  Fallback: 'nothing could be read for long, so the fallback counts',
  NotPlaceable: 'no more fit',
  TasksAtWork: 'its tasks are at work, so they stay',
  ProtectingTasks: 'tasks at work are protected before others are taken away',
  SpotShort: 'Fargate Spot has no room for all of its tasks',
  SpotAgain: 'its time on demand is over',
  Forecast: 'the same hour of the last weeks asked for more',
  WorkUnknown: 'nobody knows of all its tasks whether they are at work, so those stay',
  DeploymentInProgress: 'a deployment is in progress, so nothing is taken away',
  Incident: 'too few of its tasks run, so nothing is taken away',
  TrafficCollapse: 'its load fell too fast to be believed, so nothing is taken away',
  SuspendedIn: 'scaling in is suspended',
  SuspendedOut: 'scaling out is suspended',
  Held: 'somebody else acts on it',
  OwnedByOther: 'a scaling policy of Application Auto Scaling acts on it',
  Contested: 'something keeps setting its count back',
  StateUnknown: 'what it is could not be read',
};

export const meaningOf = (code: ReasonCode): string => meanings[code];

/** `4 → 9`, or `4` where nothing changed. */
export function changeOf({ from, applied, mode }: Pick<Decided, 'from' | 'applied' | 'mode'>): string {
  if (from === applied) return String(from);
  return mode === 'act' ? `${from} → ${applied}` : `${from} (would be ${applied})`;
}

/** What was known, and each rule that changed the number on its way. */
export function detailsOf({ wishes, steps, wanted }: Pick<Decided, 'wishes' | 'steps' | 'wanted'>): readonly string[] {
  return [
    ...wishes.map(({ id, tasks, why }) => `${id}: ${why}${tasks === undefined ? '' : ` → ${tasks} tasks`}`),
    ...steps.map(stepLine),
    `wanted ${wanted}`,
  ];
}

function stepLine({ code, from, to, why }: Step): string {
  return `${code} ${from === to ? from : `${from} → ${to}`}: ${why}`;
}

/** What holds beside the decisions: where its tasks run for a while, and what is expected of this hour. */
export function standingOf(
  { spot, hourly }: Pick<ServiceState, 'spot' | 'hourly'>,
  timeOf: (at: Instant) => string,
): readonly string[] {
  const { shifted } = spot ?? {};
  const expected = hourly?.forecast?.now;
  return [
    ...(shifted === undefined
      ? []
      : [
          `on demand since ${timeOf(shifted.at)}: Fargate Spot had no room; it is tried again ${timeOf(shifted.backAt)}`,
        ]),
    ...(expected === undefined ? [] : [`forecast for this hour: ${forecastText(expected, hourly?.score)}`]),
  ];
}
