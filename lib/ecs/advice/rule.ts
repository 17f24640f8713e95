import type { Fills, Text } from '../../core/language.ts';
import type { AdviceSeverity } from '../../core/advice-found.ts';
import type { Instant } from '../../core/time.ts';
import type { AdviceFacts, AdvicePart } from './facts.ts';

/** A place in a JSON file: keys and indexes from the task definition, or from the service, on. */
export type AdvicePath = readonly (string | number)[];

/** What a rule found. `at` leads to it; nothing of it is part of the finding's identity. */
export type Hit = {
  readonly container?: string;
  /** Tells findings of one rule and container apart: a name, never a value. */
  readonly what?: string;
  readonly fills?: Fills;
  /** More words, as an engine of ours says them. */
  readonly detail?: Text;
  /** Less than the rule's own. */
  readonly severity?: AdviceSeverity;
  readonly at?: { readonly in: 'taskDefinition' | 'service'; readonly path: AdvicePath };
};

/** The rule cannot be checked without these. */
type Missing = { readonly missing: readonly AdvicePart[] };

/** None: all is well, or the rule has nothing to do with it. */
export type Checked = readonly Hit[] | Missing;

/** One row of the table of rules. What it says stands in `texts.ts`. */
export type AdviceRule = {
  readonly id: string;
  readonly severity: AdviceSeverity;
  /** It makes this deployment fail, or never end: worth a word before it does. All else can wait for a digest. */
  readonly makesDeploymentFail: boolean;
  /** A first deployment, which has nothing to replace, gets through all the same. */
  readonly onlyWhenReplacing?: true;
  readonly check: (facts: AdviceFacts, now: Instant) => Checked;
};

export const missing = (...parts: readonly AdvicePart[]): Missing => ({ missing: parts });

export const isMissing = (checked: Checked): checked is Missing => 'missing' in checked;
