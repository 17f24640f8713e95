import { Refusal } from '../account/refusal.ts';
import type { Api } from './api.ts';

/** What a list operation is asked for, however its service spells it. */
type PageRequest = {
  readonly wanted?: number | undefined;
  readonly token?: string | undefined;
  /** The most that can be asked for; as many are answered when nothing is asked. */
  readonly most: number;
  /** As many as are answered when nothing is asked, where that is less. */
  readonly usual?: number;
  /** The exception for a wrong number or token: `InvalidParameterException` unless told. */
  readonly fault?: string;
};

type Page<Item> = { readonly items: Item[]; readonly nextToken?: string };

/**
 * A page of a list, with the token of the next one if there is more. A token names the last item of its page, so that what
 * comes and goes between two pages is neither told twice nor makes others be left out.
 */
export function pageOf<Item>(
  api: Pick<Api, 'mostPerPage'>,
  all: readonly Item[],
  keyOf: (item: Item) => string,
  request: PageRequest,
): Page<Item> {
  const { token, most, usual = most, fault = 'InvalidParameterException' } = request;
  const wanted = request.wanted ?? usual;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > most) {
    throw new Refusal(fault, `The number of results must be between 1 and ${most}.`);
  }
  const start = token === undefined ? 0 : startAfter(all, keyOf, token, fault);
  const items = all.slice(start, start + Math.min(wanted, api.mostPerPage));
  const end = start + items.length;
  const last = items.at(-1);
  if (last === undefined || end >= all.length) return { items };
  return { items, nextToken: tokenOf(keyOf(last), end) };
}

/** Lists without an order of their own are answered by ARN, which is no order anybody could rely on. */
export function byArn(arns: readonly string[]): string[] {
  return [...arns].sort();
}

function tokenOf(key: string, position: number): string {
  return Buffer.from(JSON.stringify([key, position])).toString('base64url');
}

function startAfter<Item>(all: readonly Item[], keyOf: (item: Item) => string, token: string, fault: string): number {
  const [key, position] = readToken(token, fault);
  const at = all.findIndex((item) => keyOf(item) === key);
  return at >= 0 ? at + 1 : Math.max(0, position - 1);
}

function readToken(token: string, fault: string): readonly [string, number] {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(read) && typeof read[0] === 'string' && typeof read[1] === 'number') return [read[0], read[1]];
  } catch {
    // Said below.
  }
  throw new Refusal(fault, 'Invalid token.');
}
