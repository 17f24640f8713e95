import type { Account } from '../account/model.ts';
import { Refusal } from '../account/refusal.ts';
import type { Past } from './past.ts';

/** What the operations of one account share. */
export type Api = {
  readonly account: Account;
  /** What a read sees, which may be a little old. */
  readonly past: Past;
  /** No list answers with more at once, whatever was asked for. */
  readonly mostPerPage: number;
};

/** `InvalidParameterException`, ECS's word for a request that is wrong in itself. */
export function invalid(message: string): Refusal {
  return new Refusal('InvalidParameterException', message);
}

/** The list of a request that must have 1 to `most` elements. */
export function someOf(what: string, list: readonly string[] | undefined, most: number): readonly string[] {
  if (list === undefined || list.length === 0) throw invalid(`${what} cannot be empty.`);
  if (list.length > most) throw invalid(`${what} can have at most ${most} elements.`);
  return list;
}

/**
 * Refuses what the account would have to leave out: an answer that took no notice of it would be wrong in silence.
 * Throws UnsupportedFeatureException, which also AWS has.
 */
export function refuseUnsupported<Input extends object>(input: Input, names: readonly (keyof Input & string)[]): void {
  const asked = names.filter((name) => input[name] !== undefined);
  if (asked.length === 0) return;
  const message = `The simulated account knows nothing of ${asked.join(', ')}.`;
  throw new Refusal('UnsupportedFeatureException', message);
}

export function tagsOf(tags: ReadonlyMap<string, string>): { key: string; value: string }[] {
  return [...tags].map(([key, value]) => ({ key, value }));
}

/** AWS's moments, of those that are known. */
export function date(at: number): Date {
  return new Date(at);
}

export function dateIf(at: number | undefined): Date | undefined {
  return at === undefined ? undefined : new Date(at);
}
