import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnrichmentReads } from '../../lib/alert/enrich/look.ts';
import type { TrailQuery } from '../../lib/core/evidence-reads.ts';
import type { ReplayFacts } from '../replay/facts.ts';
import { readFacts, readsFrom } from '../replay/facts.ts';

type Evidence = {
  readonly logs: Readonly<Record<string, readonly string[]>>;
  readonly images: Readonly<
    Record<
      string,
      {
        readonly missing: readonly string[];
        readonly newest: readonly { readonly tag: string; readonly pushedAt: string }[];
      }
    >
  >;
  readonly actors: Readonly<Record<string, string>>;
};

const file = join(import.meta.dirname, '..', '..', 'events', 'stories', 'evidence.json');

/** What the sample account would answer when an incident is looked into: revisions, logs, the registry, CloudTrail. */
export function storyEvidence(services: ReplayFacts['services'], now: () => number): ReturnType<typeof readsFrom> {
  const { taskDefinitions } = readFacts(file);
  const reads = readsFrom({ services, taskDefinitions }, now);
  const evidence = JSON.parse(readFileSync(file, 'utf8')) as Evidence;
  return { ...reads, enrichment: { ...reads.enrichment, ...evidenceReads(evidence, now) } };
}

function evidenceReads(evidence: Evidence, now: () => number): Pick<EnrichmentReads, 'logs' | 'images' | 'trail'> {
  return {
    logs: {
      tail: async ({ group }) => {
        const lines = evidence.logs[group];
        return lines === undefined
          ? { state: 'no-group' }
          : { state: 'found', lines: lines.map((text) => ({ text })), at: now() };
      },
    },
    images: {
      image: async ({ repository, tag }) => {
        const known = evidence.images[repository];
        if (known?.missing.includes(tag ?? '') !== true)
          return { ok: true, value: { state: 'exists', tags: [tag ?? ''] }, at: now() };
        const newest = known.newest.map((each) => ({ tag: each.tag, pushedAt: Date.parse(each.pushedAt) }));
        return { ok: true, value: { state: 'missing', newest }, at: now() };
      },
    },
    trail: {
      lastChange: async (query) => {
        const session = evidence.actors[nameOf(query)];
        if (session === undefined) return { ok: false, reason: 'not-found' };
        const actor = { type: 'role', name: session, session: 'run' } as const;
        return { ok: true, value: { id: 'sample', name: 'UpdateService', at: query.at, actor }, at: now() };
      },
    },
  };
}

function nameOf(query: TrailQuery): string {
  return query.of === 'service' ? query.service : query.application;
}
