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

/** The first that forbids a change from one number of tasks to another. */
export function freezeOf(freezes: readonly Freeze[], from: number, to: number): Freeze | undefined {
  if (from === to) return undefined;
  return freezes.find(({ code }) => (to < from ? forbids[code].in : forbids[code].out));
}
