import { incidentId } from '../../lib/alert/compose/incident-id.ts';
import type { IncidentState } from '../../lib/alert/state.ts';
import { matchesService } from '../../lib/core/glob.ts';
import { CommandFailure, fault, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import type { Installation } from './installation.ts';
import { readIncident, readNamed, readOpen } from './kept.ts';

const idPattern = /^INC-[0-9A-F]{4}$/i;

/** What people write for an incident. `key`: account/region/cluster/kind/name. */
export function formOf(target: string): 'id' | 'key' | 'place' | 'word' {
  if (idPattern.test(target)) return 'id';
  const parts = target.split('/').length;
  if (parts >= 5) return 'key';
  return parts === 2 ? 'place' : 'word';
}

/** `inc-7f2c` is how one types `INC-7F2C` at night. */
export function written(target: string): string {
  return formOf(target) === 'id' ? target.toUpperCase() : target.trim();
}

/** The one incident that is meant; throws what is wrong and which there are. */
export async function findIncident(target: string, installation: Installation, io: Io): Promise<IncidentState> {
  const form = formOf(target);
  if (form === 'word') throw usageError(`${target} names no incident`, 'write INC-…, cluster/name, or the whole key');
  if (form === 'key') {
    const kept = await readIncident(installation, target);
    if (kept === undefined) throw fault(`nothing is kept under ${target}`, 'see what is open: watchkeeper incidents');
    return kept;
  }
  const open = await readOpen(installation);
  const found = open.filter((state) => isMeant(state, target));
  const others = found.length > 0 || form === 'id' ? [] : await endedAt(target, open, installation, io);
  return theOne(target, [...found, ...others], open);
}

export function isMeant({ alert }: IncidentState, target: string): boolean {
  if (formOf(target) === 'key') return alert.key === target;
  if (formOf(target) === 'id') return incidentId(alert.key, alert.startedAt) === target.toUpperCase();
  return matchesService(target, alert.subject.cluster, alert.subject.name);
}

/** Ended incidents stand in no index; by its name one is found, once the account is known. */
async function endedAt(
  target: string,
  open: readonly IncidentState[],
  installation: Installation,
  { env }: Io,
): Promise<readonly IncidentState[]> {
  const queue = env['WATCHKEEPER_QUEUE_URL'] ?? '';
  const account = open[0]?.alert.subject.account ?? /\/(\d{12})\//.exec(queue)?.[1];
  return account === undefined || target.includes('*') ? [] : readNamed(installation, account, target);
}

function theOne(target: string, found: readonly IncidentState[], open: readonly IncidentState[]): IncidentState {
  const [incident] = found;
  if (incident !== undefined && found.length === 1) return incident;
  if (found.length > 1) throw fault(`${target} fits ${found.length} incidents`, `name one: ${listed(found)}`);
  if (open.length === 0) throw new CommandFailure(1, `no incident ${target} is open — nothing is firing`);
  throw fault(`no incident ${target} is open`, `open are ${listed(open)}`);
}

/** As many as one reads at night. */
export function listed(states: readonly IncidentState[]): string {
  const more = states.length > 10 ? ` and ${states.length - 10} more` : '';
  return states.slice(0, 10).map(nameOf).join(', ') + more;
}

/** `INC-7F2C web/orders-api`. */
export function nameOf({ alert }: IncidentState): string {
  return `${incidentId(alert.key, alert.startedAt)} ${alert.subject.cluster}/${alert.subject.name}`;
}
