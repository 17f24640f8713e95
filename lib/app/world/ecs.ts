import type { Admit } from '../../aws/rationed-client.ts';
import type { EcsReads } from '../../core/ecs-reads.ts';
import type { Over } from './over-ecs.ts';
import { overEcs } from './over-ecs.ts';

/** Reads of services, tasks and revisions. */
export const ecsOf = (host: Over, admit?: Admit): EcsReads =>
  overEcs(host, async () => (await import('../../aws/ecs.ts')).ecsReads, admit);
