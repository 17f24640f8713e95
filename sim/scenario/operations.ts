import type { Api } from '../api/api.ts';
import { ecsOperations } from '../api/ecs/operations.ts';
import { alwaysNow } from '../api/past.ts';
import type { Simulation } from '../simulation.ts';
import type { WireHandlers } from '../wire.ts';

export function operationsOf({ account }: Simulation): WireHandlers {
  const api: Api = { account, past: alwaysNow(account), mostPerPage: 100 };
  return {
    ...ecsOperations(api, undefined),
    'SSM.GetParameter': ({ Name }: { Name: string }) => ({ Parameter: { Name, Value: 'xoxb-simulated' } }),
  } as WireHandlers;
}
