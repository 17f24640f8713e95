import { drainInstanceCauses } from './draining/causes-instance.ts';
import { drainTaskCauses } from './draining/causes-tasks.ts';
import type { ServiceCause } from './service-cause.ts';

/** Why a drain is stuck, and what became of it. */
export const drainCauses: readonly ServiceCause[] = [...drainInstanceCauses, ...drainTaskCauses];
