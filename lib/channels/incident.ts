import { createHash } from 'node:crypto';
import type { Delivery } from '../core/delivery.ts';

/** The parts of an incident's key (`account/region/cluster/kind/name`), where it has them. */
type IncidentParts = Partial<Record<'account' | 'region' | 'cluster' | 'kind' | 'name', string>>;

const key = /^(?<account>\d{12})\/(?<region>[^/]+)\/(?<cluster>[^/]+)\/(?<kind>[^/]+)\/(?<name>[^#@]+)/;

export function incidentParts(incident: string): IncidentParts {
  return { ...key.exec(incident)?.groups };
}

/** A short name of an incident for people: `7F2` of `INC-7F2`, else six digits of its hash. */
export function shortIncident(incident: string): string {
  const short = /^(?:INC-)?([A-Za-z0-9-]{1,12})$/.exec(incident)?.[1];
  return short ?? hashOf(incident).slice(0, 6).toUpperCase();
}

/** SHA-256, in hexadecimal digits. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The same for the same content told of the same incident for the same reason; time has no part in it. */
export function contentId({ incident, receiver, change, message, replies }: Delivery): string {
  return hashOf(JSON.stringify([incident, receiver, change, message, replies])).slice(0, 32);
}
