import { createHash } from 'node:crypto';

/** Seeded randomness: the same seed makes the same choices on every machine. */
export type Random = {
  /** From 0 up to but not 1. */
  readonly next: () => number;
  /** A whole number from `low` to `high`, both included. */
  readonly whole: (low: number, high: number) => number;
  readonly chance: (probability: number) => boolean;
  /** Throws a RangeError for an empty list. */
  readonly pick: <T>(list: readonly T[]) => T;
  readonly shuffled: <T>(list: readonly T[]) => T[];
  /** So many hexadecimal digits. */
  readonly hex: (digits: number) => string;
  /** An independent stream for one part of the simulation: what one part draws does not move the others. */
  readonly fork: (label: string) => Random;
};

/** `sfc32` (Chris Doty-Humphrey's Small Fast Counter, PractRand), seeded by a digest of the label. */
export function seeded(label: string): Random {
  const digest = createHash('sha256').update(label).digest();
  const draw = sfc32([0, 4, 8, 12].map((at) => digest.readUInt32LE(at)));
  const next = (): number => draw() / 2 ** 32;
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('nothing to pick from');
      return list[whole(0, list.length - 1)] as (typeof list)[number];
    },
    shuffled: (list) => {
      const copy = [...list];
      for (let at = copy.length - 1; at > 0; at -= 1) {
        const other = whole(0, at);
        [copy[at], copy[other]] = [copy[other] as (typeof copy)[number], copy[at] as (typeof copy)[number]];
      }
      return copy;
    },
    hex: (digits) => Array.from({ length: digits }, () => whole(0, 15).toString(16)).join(''),
    fork: (name) => seeded(`${label}/${name}`),
  };
}

function sfc32([a = 0, b = 0, c = 0, d = 0]: readonly number[]): () => number {
  const state = new Uint32Array([a, b, c, d]);
  return () => {
    const [one = 0, two = 0, three = 0, count = 0] = state;
    const sum = (one + two + count) >>> 0;
    state[3] = count + 1;
    state[0] = two ^ (two >>> 9);
    state[1] = three + (three << 3);
    state[2] = ((three << 21) | (three >>> 11)) + sum;
    return sum;
  };
}
