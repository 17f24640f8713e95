import type { Text } from '../../core/language.ts';

/**
 * What a rule says, apart from how it is checked: whoever only tells findings does not load the checks, and with them
 * the placement engine. Places are filled by each finding's `fills`, and `{container}`.
 */
export type AdviceText = {
  readonly id: string;
  /** A page of the ECS developer guide, an API reference, or another address. */
  readonly source: string;
  readonly title: Text;
  readonly why: Text;
  readonly fix: Text;
};
