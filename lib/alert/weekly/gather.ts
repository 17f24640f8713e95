import { localDateOf } from '../../core/calendar/local-time.ts';
import type { Text } from '../../core/language.ts';
import type { SizeReads } from '../../core/size-reads.ts';
import type { Instant } from '../../core/time.ts';
import type { Memory } from '../past/memory.ts';
import { memoryOf } from '../past/memory.ts';
import type { PastState } from '../past/past.ts';
import type { AlertPolicy } from '../policy.ts';
import type { DigestState } from '../state.ts';
import type { SizeFacts } from './sizes.ts';
import { monthBefore, weekOf } from './week.ts';

/** What the weekly digest tells besides what was collected for it. `month`: `2026-10`, where it is told this time. */
export type WeeklyFacts = {
  readonly titles: ReadonlyMap<string, Text>;
  readonly month?: { readonly month: string; readonly memory: Memory };
  readonly sizes?: SizeFacts;
};

export type WeeklyReads = {
  readonly past: (month: string) => Promise<readonly PastState[]>;
  readonly sizes: SizeReads;
};

type Context = { readonly policy: AlertPolicy; readonly now: Instant };

/** The first digest of a local week is followed by the weekly one. */
export function isWeeklyDue({ nextAt, weekTold }: DigestState, { policy, now }: Context): boolean {
  return policy.digest !== undefined && now >= nextAt && weekTold !== weekOf(now, policy.timezone);
}

/** The words of the rules, and what looks at sizes, are loaded here only: once a week. */
export async function readWeekly(state: DigestState, read: WeeklyReads, context: Context): Promise<WeeklyFacts> {
  const [{ adviceTexts }, { readSizes }] = await Promise.all([
    import('../../ecs/advice/texts.ts'),
    import('./sizes.ts'),
  ]);
  const { timezone } = context.policy;
  const date = localDateOf(context.now, timezone);
  const titles = new Map(adviceTexts.map(({ id, title }) => [id, title]));
  const sizes = await readSizes(read.sizes, context.policy);
  const known = { titles, ...(sizes !== undefined && { sizes }) };
  if (state.monthTold === date.slice(0, 7)) return known;
  const month = monthBefore(date);
  return { ...known, month: { month, memory: memoryOf(await read.past(month), timezone) } };
}
