import type { Admit } from '../../aws/rationed-client.ts';
import type { PlacementReads } from '../../core/placement-reads.ts';
import type { Over } from './over-ecs.ts';
import { overEcs } from './over-ecs.ts';

/** Reads of whole clusters, for when a task has no place, or a cluster's room is looked at. */
export const placementOf = (host: Over, admit?: Admit): PlacementReads =>
  overEcs(host, async () => (await import('../../aws/placement.ts')).placementReads, admit);
