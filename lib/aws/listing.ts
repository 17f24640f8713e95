import type { SendOptions } from './client.ts';
import { within } from './client.ts';
import { portError } from './errors.ts';

/** A page of a hundred instances with all their attributes takes longer than a fact about one. */
const pageLimitMs = 10_000;

/** More at once than this only empty the account's throttle buckets sooner (request-throttling). */
const mostAtOnce = 4;

/** One call of a reading that may take its time. Throws PortError; `what` says what was tried. */
export async function asked<Answer>(what: string, call: (options: SendOptions) => Promise<Answer>): Promise<Answer> {
  try {
    return await call(within(pageLimitMs));
  } catch (error) {
    throw portError(error, what);
  }
}

/** All pages of a list. A token that comes back a second time is the end. */
export async function allPages<Page extends { readonly nextToken?: string | undefined }>(
  what: string,
  page: (token: { readonly nextToken?: string }, options: SendOptions) => Promise<Page>,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const here = token === undefined ? {} : { nextToken: token };
    const answer = await asked(what, async (options) => page(here, options));
    pages.push(answer);
    token = answer.nextToken === '' || seen.has(answer.nextToken ?? '') ? undefined : answer.nextToken;
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
  return pages;
}

/** What becomes of each, a few at once, in their order. The first failure ends it. */
export async function fewAtOnce<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const values: (readonly [at: number, value: Value])[] = [];
  // Shared by all lanes: one that throws closes it for the others, too.
  const left = entriesOf(items);
  const lane = async (): Promise<void> => {
    for (const [at, item] of left) values.push([at, await work(item)]);
  };
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, lane));
  return values.toSorted(([one], [other]) => one - other).map(([, value]) => value);
}

function* entriesOf<Item>(items: readonly Item[]): Generator<readonly [number, Item]> {
  yield* items.entries();
}
