import type { Alert } from '../../core/alert.ts';
import type { Language } from '../../core/language.ts';
import type { Instant } from '../../core/time.ts';
import type { Portal } from '../../ecs/links.ts';
import type { Enrichment } from '../enrichment.ts';
import type { Member } from '../state.ts';

/**
 * All that a message is made of. `logLinks`: by log driver, a link template. `killSwitch`: why orders are not carried
 * out anywhere at this moment. `editedAt` is told where it is not the first word.
 */
export type ComposeInput = {
  readonly alert: Alert;
  readonly enrichment: Enrichment;
  readonly environment: { readonly name: string; readonly production: boolean };
  readonly team?: { readonly name: string; readonly repo?: string; readonly runbook?: string };
  readonly language: Language;
  readonly timezone: string;
  readonly portal?: Portal;
  readonly logLinks: Readonly<Record<string, string>>;
  readonly incidentId: string;
  readonly muted?: { readonly until: Instant; readonly why: string };
  readonly acknowledgedBy?: string;
  readonly killSwitch?: string;
  readonly now: Instant;
  readonly editedAt?: Instant;
};

/** A storm at one place. `incidentId` is the storm's own id; `forgotten` members are counted, not known. */
export type UmbrellaInput = {
  readonly members: readonly Member[];
  readonly forgotten: number;
  readonly environment: { readonly name: string; readonly production: boolean };
  readonly language: Language;
  readonly timezone: string;
  readonly incidentId: string;
  readonly startedAt: Instant;
  readonly now: Instant;
  /** It has gone on for too long to be one story: this is its last word, also of those that still fire. */
  readonly closed?: boolean;
};
