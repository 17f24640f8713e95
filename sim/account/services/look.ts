import type { Instant } from '../../../lib/core/time.ts';
import { judgeDeployment } from '../deployments/breaker.ts';
import { noteProgress } from '../deployments/progress.ts';
import { advance } from '../deployments/stages.ts';
import type { Account } from '../model.ts';
import type { Service } from '../service.ts';
import { lookAtTaskSets } from '../task-sets/sets.ts';
import { attention, attentionMs, earliest } from './attention.ts';
import { lookAtDaemon } from './daemon.ts';
import { tell, words } from './messages.ts';
import { moveReplica } from './replica.ts';
import { settle } from './steady.ts';
import { stopAll } from './stop.ts';
import { noteProven, viewOf } from './view.ts';

/** One look of the scheduler at one service. Returns when it wants to look again though nothing happens. */
export function lookAt(account: Account, service: Service): Instant | undefined {
  if (service.status === 'INACTIVE') return undefined;
  if (service.status === 'DRAINING') return wind(account, service);
  tellTargetNews(account, service);
  if (service.controller !== 'ECS') return lookAtTaskSets(account, service);
  if (judgeDeployment(account, service)) return beginOf(account);
  if (service.scheduling === 'DAEMON') return lookAtDaemon(account, service);
  const again = lookAtReplica(account, service);
  // An attempt that found no place may have been one too many.
  return judgeDeployment(account, service) ? beginOf(account) : again;
}

const beginOf = (account: Account): Instant => account.agenda.now() + attentionMs(account, attention.deployment);

function lookAtReplica(account: Account, service: Service): Instant | undefined {
  const view = viewOf(account, service, service.desired);
  noteProven(service, view);
  const { started, stopped, again } = moveReplica(account, service, view);
  const progress = noteProgress(account, service, view, started);
  const staged = advance(account, service, view);
  settle(account, service, view, started + stopped === 0);
  return earliest([again, progress, staged]);
}

/** A deleted service is DRAINING until its last task has stopped (API_DeleteService). */
function wind(account: Account, service: Service): undefined {
  stopAll(account, service);
  if (service.tasks.size > 0) return;
  service.status = 'INACTIVE';
  service.deployments.length = 0;
}

function tellTargetNews(account: Account, service: Service): void {
  for (const [group, { registered, deregistered, from }] of service.memory.targetNews) {
    if (registered > 0) tell(account, service, words.registered(registered, group));
    if (deregistered > 0) {
      tell(account, service, words.deregistered(deregistered, group));
      tell(account, service, words.draining(from, deregistered));
    }
  }
  service.memory.targetNews.clear();
}
