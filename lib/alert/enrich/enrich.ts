import type { Alert } from '../../core/alert.ts';
import type { Enrichment, EnrichmentPart, NotYet } from '../enrichment.ts';
import { lookUpChange } from './changed.ts';
import { lookUpImage } from './image.ts';
import { lookUpLog } from './log.ts';
import type { EnrichmentContext, EnrichmentReads, Looker } from './look.ts';
import { isLastLook, notYet } from './look.ts';
import { lookUpTargets } from './targets.ts';
import { lookUpWho } from './who.ts';

/** The first word waits no longer than this for what can be added later. */
const enrichmentLimitMs = 3000;

const lookers: { readonly [Part in EnrichmentPart]: Looker<Part> } = {
  log: lookUpLog,
  changed: lookUpChange,
  who: lookUpWho,
  image: lookUpImage,
  targets: lookUpTargets,
  // The engine is large, and few incidents are about a place.
  placement: async (look) => (await import('./placement.ts')).lookUpPlacement(look),
};

/**
 * Looks up the wanted parts of an incident, all at the same time. Never throws and never takes longer than its limit:
 * what is late, or broke, is `not-yet`. Only wanted parts are in the answer.
 */
export async function enrich(
  alert: Alert,
  wanted: readonly EnrichmentPart[],
  reads: EnrichmentReads,
  context: EnrichmentContext,
): Promise<Enrichment> {
  const late = whenOver(context);
  const found = await Promise.all(
    wanted.map(async (part) => {
      const look = { alert, reads, context, last: isLastLook(part, context) };
      const looking = lookers[part](look).catch((error: unknown) => {
        context.trouble?.(part, error);
        return notYet(context);
      });
      return [part, await Promise.race([looking, late])] as const;
    }),
  );
  return Object.fromEntries(found);
}

async function whenOver(context: EnrichmentContext): Promise<NotYet> {
  const signal = context.signal ?? AbortSignal.timeout(enrichmentLimitMs);
  return new Promise((over) => {
    const end = (): void => {
      over(notYet(context));
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
