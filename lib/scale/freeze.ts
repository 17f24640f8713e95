import type { Instant } from '../core/time.ts';

/** Why tasks are not to be taken away, or not to be changed at all, whatever the metrics say. */
export type FreezeCode =
  | 'DeploymentInProgress'
  | 'Incident'
  | 'TrafficCollapse'
  | 'SuspendedIn'
  | 'SuspendedOut'
  | 'Held'
  | 'OwnedByOther'
  | 'Contested'
  | 'StateUnknown';

export type Freeze = {
  readonly code: FreezeCode;
  /** By whom, or what: for whoever asks why. */
  readonly by?: string;
  readonly until?: Instant;
};

/** Which direction each forbids, and who says so. */
const forbids: Readonly<Record<FreezeCode, { readonly in: boolean; readonly out: boolean; readonly source: string }>> =
  {
    DeploymentInProgress: {
      in: true,
      out: false,
      source: '"Amazon ECS service auto scaling": scale-in is off while a deployment is in progress, scale-out is not',
    },
    Incident: { in: true, out: false, source: 'a service that is hurt is not made smaller' },
    TrafficCollapse: {
      in: true,
      out: false,
      source: 'Netflix, "Scryer": reactive scaling goes in during an outage, and the retries find nobody',
    },
    SuspendedIn: { in: true, out: false, source: 'API_SuspendedState, DynamicScalingInSuspended' },
    SuspendedOut: { in: false, out: true, source: 'API_SuspendedState, DynamicScalingOutSuspended' },
    Held: { in: true, out: true, source: 'a person, or another feature before this one, acts on it' },
    OwnedByOther: { in: true, out: true, source: 'a scaling policy of Application Auto Scaling acts on it' },
    Contested: { in: true, out: true, source: 'something else keeps setting the desired count back' },
    StateUnknown: { in: true, out: true, source: 'what it is now could not be read: unknown is not nothing' },
  };

/** In words, where nobody said more. */
const words: Readonly<Record<FreezeCode, string>> = {
  DeploymentInProgress: 'a deployment is in progress',
  Incident: 'too few of its tasks run',
  TrafficCollapse: 'its load fell too fast to be believed',
  SuspendedIn: 'scaling in is suspended in Application Auto Scaling',
  SuspendedOut: 'scaling out is suspended in Application Auto Scaling',
  Held: 'somebody else acts on it',
  OwnedByOther: 'a scaling policy acts on it',
  Contested: 'something keeps setting its count back',
  StateUnknown: 'what it is could not be read',
};

export const wordsOf = ({ code, by }: Freeze): string => by ?? words[code];

/** The first that forbids a change from one number of tasks to another. */
export function freezeOf(freezes: readonly Freeze[], from: number, to: number): Freeze | undefined {
  if (from === to) return undefined;
  return freezes.find(({ code }) => (to < from ? forbids[code].in : forbids[code].out));
}
