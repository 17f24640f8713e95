import type { Hindrance } from '../../sim/scenario/hindrances.ts';

/** What goes wrong in some nights, and not in others. */
export const possible: readonly Hindrance[] = [
  'events-lost',
  'events-doubled',
  'throttling',
  'slow-calls',
  'answers-lost',
  'function-dies',
  'store-refuses',
  'clock-skew',
];
