import type { Instant } from '../../lib/core/time.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { Service } from '../account/service.ts';
import { countsOf } from '../account/services/standing.ts';
import type { Invariant, Seen } from './invariant.ts';

/**
 * A round of two minutes, the tick, three minutes that must be low, and the first word: by then a service that is hurt has
 * been found, whatever became of its events. A deployment may be a planned outage of five minutes more.
 */
const foundWithinMs = 8 * minuteMs;
const foundInDeploymentMs = 13 * minuteMs;

/**
 * More wanted than before takes its time, and so does what has just been made: ten minutes, then those three that must be
 * low, and the first word.
 */
const risesForMs = 15 * minuteMs;

/** A message of an incident that goes on may have been changed last so long ago. */
const recentMs = 45 * minuteMs;

type Watched = { desired: number; roseAt: Instant; hurtSince: Instant | undefined };

/** Below seven in ten, and not because a deployment is allowed to. */
function isHurt(service: Service): boolean {
  const { running } = countsOf(service);
  if (service.status !== 'ACTIVE' || service.desired === 0) return false;
  if (running === 0) return true;
  const isDeploying = service.deployments[0]?.rolloutState === 'IN_PROGRESS';
  const least = Math.ceil((service.desired * service.minimumHealthyPercent) / 100);
  return running / service.desired < 0.7 && !(isDeploying && running >= least);
}

function boundOf({ deployments }: Service): number {
  return deployments[0]?.rolloutState === 'IN_PROGRESS' ? foundInDeploymentMs : foundWithinMs;
}

function isTold({ simulation }: Seen, name: string, since: Instant): boolean {
  return simulation.slack.state.messages.some(
    ({ content, deleted, postedAt, editedAt }) =>
      !deleted && Math.max(postedAt, editedAt ?? 0) > since - recentMs && JSON.stringify(content).includes(name),
  );
}

function found(): NonNullable<Invariant['minute']> {
  const watched = new Map<Service, Watched>();
  return (seen) => {
    const now = seen.simulation.agenda.now();
    if (seen.hindered() || seen.delayed()) return undefined;
    for (const service of seen.simulation.account.services.values()) {
      const before = watched.get(service) ?? { desired: 0, roseAt: service.createdAt, hurtSince: undefined };
      const roseAt = service.desired > before.desired ? now : before.roseAt;
      const hurtSince = isHurt(service) ? (before.hurtSince ?? now) : undefined;
      watched.set(service, { desired: service.desired, roseAt, hurtSince });
      if (hurtSince === undefined || now - hurtSince < boundOf(service) || now - roseAt < risesForMs) continue;
      if (!isTold(seen, service.name, hurtSince))
        return `${service.name} has been hurt for ${Math.round((now - hurtSince) / minuteMs)} minutes, and nobody was told`;
    }
    return undefined;
  };
}

/** What must hold even when every event is lost. */
export const silenceInvariants = (): readonly Invariant[] => [
  { name: 'what no event tells is found by reading', minute: found() },
];
