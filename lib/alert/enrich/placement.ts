import { restingOn } from '../../core/placement-reads.ts';
import { serviceNameIn } from '../../core/subject.ts';
import type { Alert } from '../../core/alert.ts';
import type { Unreadable } from '../../core/ports.ts';
import { agreesWith } from '../../ecs/placement/agreement.ts';
import { answerPlacement } from '../../ecs/placement/answer.ts';
import type { AskedTask } from '../../ecs/placement/asked.ts';
import { changeLines } from '../../ecs/placement/change-lines.ts';
import { demandText } from '../../ecs/placement/demand-text.ts';
import { isOnFargate } from '../../ecs/placement/fargate.ts';
import { readSnapshot } from '../../ecs/placement/snapshot.ts';
import type { Snapshot } from '../../ecs/placement/snapshot.ts';
import { askedByService, serviceNamed } from '../../ecs/placement/snapshot-asked.ts';
import { tableLines } from '../../ecs/placement/table-lines.ts';
import { instanceTable } from '../../ecs/placement/verdict-table.ts';
import { outlookSentence, verdictText } from '../../ecs/placement/verdict-text.ts';
import type { PlacementFinding } from '../enrichment.ts';
import type { Look, Looker } from './look.ts';
import { notYet } from './look.ts';
import { placementCauses } from './placement-causes.ts';

/** So wide is a table in a chat: what a laptop shows without wrapping. */
const tableColumns = 84;

/** Why there is no place for one more copy, instance by instance, and what would make one. */
export const lookUpPlacement: Looker<'placement'> = async (look) => {
  const { alert, reads, context } = look;
  const service = serviceOf(alert);
  if (service === undefined) return { state: 'none', reason: 'not-asked' };
  const cluster = await reads.placement.cluster({ cluster: alert.subject.cluster, services: [service] });
  const read = restingOn(['services', 'taskDefinitions'], cluster);
  if (!read.ok) return unread(look, read.reason);
  const snapshot = elsewhere(readSnapshot(read.value), alert);
  const asked = 'faults' in snapshot ? undefined : askedOf(snapshot, service);
  if ('faults' in snapshot || asked === undefined) return { state: 'none', reason: 'unreadable' };
  if (isOnFargate(asked)) return { state: 'none', reason: 'fargate' };
  const answer = answerPlacement(snapshot, asked);
  const { language } = context;
  const table = instanceTable(answer, { language });
  const agrees = reportedIn(alert, answer.explanation);
  return {
    state: 'found',
    needs: demandText(asked, language),
    room: withoutName(verdictText(answer, language).room, alert, service),
    outlook: outlookSentence(answer, language),
    table: tableLines(table, tableColumns).map(({ text }) => text),
    changes: changeLines(answer.changes, { language }),
    ...(agrees !== undefined && { agrees }),
    readAt: read.at,
  };
};

/** A successor goes to another instance than one that is being drained. */
function elsewhere<Read extends ReturnType<typeof readSnapshot>>(snapshot: Read, { subject }: Alert): Read {
  if ('faults' in snapshot || subject.kind !== 'instance') return snapshot;
  return { ...snapshot, instances: snapshot.instances.filter(({ status }) => status !== 'DRAINING') };
}

/** The incidents of a service and of a drain name it before. */
function withoutName(room: string, { subject }: Alert, service: string): string {
  return subject.kind !== 'cluster' && room.startsWith(`${service}: `) ? room.slice(service.length + 2) : room;
}

/** Of a cluster, the first service that would find no room. */
function serviceOf({ subject, causes }: Alert): string | undefined {
  const named = serviceNameIn(subject);
  if (named !== undefined) return named;
  const service = causes.find(({ id }) => placementCauses.test(id))?.fills?.['service'];
  return typeof service === 'string' ? service : undefined;
}

function askedOf(snapshot: Snapshot, name: string): AskedTask | undefined {
  const service = serviceNamed(snapshot, name);
  return service === undefined ? undefined : askedByService(snapshot, service);
}

/** Only what ECS itself reported is compared. */
function reportedIn({ causes }: Alert, explanation: Parameters<typeof agreesWith>[0]): boolean | undefined {
  const cause = causes.find(({ id }) => id === 'placement_failure');
  const reason = cause?.fills?.['reason'];
  return cause === undefined ? undefined : agreesWith(explanation, typeof reason === 'string' ? reason : undefined);
}

function unread({ last, context }: Look, reason: Unreadable): PlacementFinding {
  if (reason === 'denied' || reason === 'not-asked') return { state: 'none', reason };
  return last || reason === 'not-found' ? { state: 'none', reason: 'unreadable' } : notYet(context);
}
