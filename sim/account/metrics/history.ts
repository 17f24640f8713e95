import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs } from '../../../lib/core/time.ts';

/** Fifteen days of changes, one a minute: as long as CloudWatch keeps minutes (API_GetMetricData). */
const mostChanges = 15 * 24 * 60;

/** What something was at the end of each minute, kept as its changes: what AWS publishes every minute is read from it. */
export class MinuteHistory<Value> {
  private changes: { readonly minute: Instant; value: Value }[] = [];

  /** It is this from now on. Of several changes in a minute the last is kept. */
  note(at: Instant, value: Value): void {
    const minute = minuteOf(at);
    const last = this.changes.at(-1);
    if (last?.minute === minute) last.value = value;
    else this.changes.push({ minute, value });
    if (this.changes.length > mostChanges) this.changes = this.changes.slice(mostChanges / 2);
  }

  /** The first minute that is known. */
  get since(): Instant | undefined {
    return this.changes[0]?.minute;
  }

  /** What it was when that minute was over; undefined before the first. */
  atEndOf(minute: Instant): Value | undefined {
    let [low, high] = [0, this.changes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.changes[middle]?.minute ?? Infinity) <= minute) low = middle + 1;
      else high = middle;
    }
    return this.changes[low - 1]?.value;
  }
}

function minuteOf(at: Instant): Instant {
  return at - (at % minuteMs);
}
