import { benchNodes } from './nodes.ts';
import { benchNodeDays } from './nodes-days.ts';
import { benchWeeks } from './weeks.ts';

/** Services through a week, and instances that are not needed. */
export function benchScaling(): readonly string[] {
  return [
    ...benchWeeks(),
    ...benchNodeDays(),
    'instances that are not needed',
    ...benchNodes().map((line) => `  ${line}`),
  ];
}
