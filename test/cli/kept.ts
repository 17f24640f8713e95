import { incidentRecord, mutesRecord } from '../../lib/alert/records.ts';
import type { IncidentState, Mute } from '../../lib/alert/state.ts';
import { openIncidents } from '../../lib/alert/feature.ts';
import type { Alert } from '../../lib/core/alert.ts';
import type { RecordStore } from '../../lib/core/ports.ts';
import type { KeptRecord } from '../../lib/core/record.ts';
import { incidentKey } from '../../lib/core/subject.ts';
import { hourMs, minuteMs } from '../../lib/core/time.ts';
import { now } from './run.ts';

export const region = 'ap-northeast-1';

type Changes = Partial<Omit<Alert, 'subject' | 'kind'>> & {
  readonly name?: string;
  readonly cluster?: string;
  readonly kind?: Alert['subject']['kind'];
};

export function alertOf({ name = 'orders-api', cluster = 'web', kind = 'service', ...changes }: Changes = {}): Alert {
  const subject = { account: '123456789012', region, cluster, kind, name } as const;
  return {
    kind: 'alert',
    key: incidentKey(subject),
    version: 3,
    at: now - minuteMs,
    status: 'firing',
    subject,
    severity: 'critical',
    impact: { level: 'down', since: now - 31 * minuteMs, desired: 4, running: 0, healthy: 0, lowest: 0, readAt: now },
    next: { code: 'nothing' },
    causes: [
      {
        id: 'essential_exit',
        severity: 'error',
        certainty: 'certain',
        count: 7,
        firstAt: now - 31 * minuteMs,
        lastAt: now - minuteMs,
        container: 'app',
        exitCode: 1,
      },
    ],
    startedAt: now - 31 * minuteMs,
    pointers: {},
    ...changes,
  };
}

export function incidentOf(alert: Alert, changes: Partial<IncidentState> = {}): IncidentState {
  const { startedAt: firstHeardAt, at: heardAt } = alert;
  return { kind: 'incident', alert, firstHeardAt, heardAt, places: {}, enrichment: {}, ...changes };
}

export const mute: Mute = {
  id: 'mute-1',
  target: 'web/search-*',
  since: now - hourMs,
  until: now + hourMs,
  why: 'load test',
  by: 'ana',
};

/** Puts records into a store as the flow leaves them. */
export async function keepAll(store: RecordStore, records: readonly Partial<KeptRecord>[]): Promise<void> {
  for (const [at, record] of records.entries()) {
    const whole = {
      key: '',
      v: 1,
      version: 1,
      writeId: `write-${at}`,
      state: {},
      todo: [],
      dueAt: now + hourMs,
      ...record,
    };
    if ((await store.save(whole, 0)) === 'conflict') throw new Error(`${whole.key} is kept twice`);
  }
}

export function recordOf(state: IncidentState): Partial<KeptRecord> {
  const isOpen = state.alert.status === 'firing';
  return { key: incidentRecord(state.alert.key), state, ...(isOpen && { openUnder: openIncidents }) };
}

export function mutesKept(mutes: readonly Mute[]): Partial<KeptRecord> {
  return { key: mutesRecord(region), state: { kind: 'mutes', mutes } };
}

/** As `lib/app/world/configuration.ts` keeps what it last found good. */
export function configurationKept(text: string): Partial<KeptRecord> {
  return { key: `configuration#${region}#last-good`, state: { build: 'source', text, configuration: {} } };
}
