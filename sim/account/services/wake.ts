import type { Account } from '../model.ts';
import type { Service } from '../service.ts';
import type { Range } from './attention.ts';
import { attention, attentionMs } from './attention.ts';
import { lookAt } from './look.ts';

/** Has the scheduler look at a service soon; several reasons make one look. */
export function wake(account: Account, service: Service, range: Range = attention.usual): void {
  wakeAt(account, service, account.agenda.now() + attentionMs(account, range));
}

function wakeAt(account: Account, service: Service, at: number): void {
  const { memory } = service;
  if (service.status === 'INACTIVE') return;
  if (memory.look !== undefined && memory.look.at <= at) return;
  account.agenda.cancel(memory.look);
  memory.look = account.agenda.at(at, `scheduler looks at ${service.name}`, () => {
    memory.look = undefined;
    const again = lookAt(account, service);
    if (again !== undefined) wakeAt(account, service, again);
  });
}
