import type { Text } from '../../core/language.ts';

/** How instances come to have an attribute that a task requires. */
export type AttributeFix = {
  /** The name of the attribute, or its beginning and `*`. */
  readonly match: string;
  readonly source: string;
  /** Places: `{name}`, the attribute; `{part}`, what stands for the `*`. */
  readonly fix: Text;
};
