import { benchNodes } from './nodes.ts';
import { benchWeeks } from './weeks.ts';

/** Services through a week, and instances that are not needed. */
export function benchScaling(): readonly string[] {
  return [...benchWeeks(), 'instances that are not needed', ...benchNodes().map((line) => `  ${line}`)];
}
