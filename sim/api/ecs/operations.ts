import type { Actor } from '../../account/trail.ts';
import type { WireHandlers } from '../../wire.ts';
import type { Api } from '../api.ts';
import { clusterOperations } from './clusters.ts';
import { definitionOperations } from './definitions.ts';
import { deploymentOperations } from './deployments.ts';
import { instanceOperations } from './instances.ts';
import { protectionOperations } from './protection.ts';
import { runOperations } from './run.ts';
import { serviceChanges } from './service-changes.ts';
import { serviceOperations } from './services.ts';
import { tagOperations } from './tags.ts';
import { taskOperations } from './tasks.ts';

/** What ECS answers over an account. */
export function ecsOperations(api: Api, by: Actor | undefined): WireHandlers {
  return {
    ...clusterOperations(api),
    ...instanceOperations(api),
    ...taskOperations(api),
    ...runOperations(api),
    ...protectionOperations(api),
    ...serviceOperations(api),
    ...serviceChanges(api, by),
    ...deploymentOperations(api),
    ...definitionOperations(api),
    ...tagOperations(api),
  };
}
