import type { Instant } from '../../lib/core/time.ts';
import type { Account } from '../account/model.ts';
import type { Service } from '../account/service.ts';
import { countsOf, serviceOf } from '../account/services/standing.ts';

/** When each service last had as many running tasks as it wants, by its name. */
export type Wellness = {
  readonly lastWellAt: (name: string) => Instant | undefined;
  /** To be called now and then: that fewer are wanted than before no task tells. */
  readonly look: () => void;
};

export function newWellness(account: Account): Wellness {
  /** A service that is well now has no moment yet: it is well until it is not. */
  const endedAt = new Map<string, Instant>();
  const wasWell = new Set<string>();
  const look = (service: Service): void => {
    const isWell = countsOf(service).running >= service.desired;
    if (isWell) wasWell.add(service.name);
    else if (wasWell.delete(service.name)) endedAt.set(service.name, account.agenda.now());
  };
  const lookAtAll = (): void => {
    for (const service of account.services.values()) look(service);
  };
  lookAtAll();
  account.taskListeners.push((task) => {
    const service = serviceOf(account, task);
    if (service !== undefined) look(service);
  });
  return {
    look: lookAtAll,
    lastWellAt: (name) => {
      const service = [...account.services.values()].find((each) => each.name === name);
      if (service !== undefined) look(service);
      return wasWell.has(name) ? account.agenda.now() : endedAt.get(name);
    },
  };
}
