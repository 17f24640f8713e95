import { signal } from '@preact/signals';

/** What stands below the account where there is room for one of them. */
export type LowerPart = 'plots' | 'jobs';

export const lowerShown = signal<LowerPart>('plots');

export function showBelow(part: LowerPart): void {
  lowerShown.value = part;
}
