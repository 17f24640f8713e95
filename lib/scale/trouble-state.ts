import type { Cause } from '../core/alert.ts';
import type { Fills } from '../core/language.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import { scaleCauses } from '../ecs/scale-causes.ts';

/** What keeps a thing from the size it is wanted to have, since when, and its numbers. `cause` is a row of the catalogue. */
export type Trouble = { readonly cause: string; readonly since: Instant; readonly fills: Fills };

/** What was told of a thing's troubles last. */
export type Told = {
  readonly version: number;
  readonly gist: string;
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  readonly causes: readonly Cause[];
};

function isOpen(told: Told | undefined): told is Told {
  return told !== undefined && told.endedAt === undefined;
}

/** What is to be told now. Undefined: nothing that differs from what was told. `news`: the numbers that are worth a word. */
export function toldNext(
  told: Told | undefined,
  troubles: readonly Trouble[],
  { news, now }: { readonly news: readonly string[]; readonly now: Instant },
): Told | undefined {
  const isOver = troubles.length === 0;
  if (isOver && !isOpen(told)) return undefined;
  const gist = shortHash(
    JSON.stringify([isOver, troubles.map(({ cause, fills }) => [cause, ...news.map((name) => fills[name])])]),
  );
  if (told?.gist === gist) return undefined;
  return {
    version: (told?.version ?? 0) + 1,
    gist,
    startedAt: isOpen(told) ? told.startedAt : Math.min(now, ...troubles.map(({ since }) => since)),
    causes: isOver ? (told?.causes ?? []) : troubles.map((trouble) => causeOf(trouble, now)),
    ...(isOver && { endedAt: now }),
  };
}

function causeOf({ cause: id, fills, since }: Trouble, now: Instant): Cause {
  const row = scaleCauses.find((each) => each.id === id);
  return {
    id,
    severity: row?.severity ?? 'warning',
    certainty: row?.certainty ?? 'certain',
    count: 1,
    firstAt: since,
    lastAt: now,
    fills,
  };
}
