/** What the calendar shows: from and to, in milliseconds, and the times that are written below it. */
export type Span = { readonly from: number; readonly to: number; readonly ticks: readonly number[] };

export type SpanName = keyof typeof spans;

const minuteMs = 60_000;

const spans = {
  '1 h': { backMs: 40 * minuteMs, aheadMs: 20 * minuteMs, stepMs: minuteMs, tickMs: 10 * minuteMs },
  '4 h': { backMs: 165 * minuteMs, aheadMs: 75 * minuteMs, stepMs: minuteMs, tickMs: 30 * minuteMs },
  '1 day': { backMs: 17 * 60 * minuteMs, aheadMs: 7 * 60 * minuteMs, stepMs: 10 * minuteMs, tickMs: 180 * minuteMs },
} as const;

export const spanNames = Object.keys(spans) as readonly SpanName[];

/** Around now. It moves on in steps: what stands there does not slide below the pointer. */
export function spanAt(now: number, name: SpanName): Span {
  const { backMs, aheadMs, stepMs, tickMs } = spans[name];
  const base = Math.floor(now / stepMs) * stepMs;
  const [from, to] = [base - backMs, base + aheadMs];
  const first = Math.ceil(from / tickMs) * tickMs;
  const count = Math.max(0, Math.floor((to - first) / tickMs) + 1);
  return { from, to, ticks: Array.from({ length: count }, (_, index) => first + index * tickMs) };
}

/** Where a time stands, as a part of the whole: 0 is the left end. */
export function placeOf(at: number, { from, to }: Span): number {
  return (at - from) / (to - from);
}

export function isWithin(at: number, { from, to }: Span): boolean {
  return at >= from && at <= to;
}

/** How much room there is between two slots: below some, their marks are left out, then their forms. */
export function densityOf(slots: readonly number[], { from, to }: Span): 'roomy' | 'close' | 'dense' {
  const gaps = slots.slice(1).map((slot, index) => slot - (slots[index] ?? slot));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? to - from;
  const part = usual / (to - from);
  if (part >= 0.03) return 'roomy';
  return part >= 0.012 ? 'close' : 'dense';
}
