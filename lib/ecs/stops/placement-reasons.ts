import { resourceReasons } from './placement-resources.ts';
import type { PlacementReason } from './placement-row.ts';
import { settingReasons } from './placement-settings.ts';
import { foldText, matches, parsePattern } from './text-pattern.ts';

/** In the order they are looked at: `RESOURCE:CPU` before `RESOURCE:` anything, constraints before the bare words. */
export const placementReasons: readonly PlacementReason[] = [...resourceReasons, ...settingReasons];

const compiled = placementReasons.map((row) => ({ row, pattern: parsePattern(row.match) }));

/**
 * What a failure reason of RunTask or StartTask (`RESOURCE:MEMORY`, `AGENT`, `TaskFailedToStart: ATTRIBUTE`) or of a
 * service event (`…was unable to place a task. Reason: …`) means. Undefined: not known, show AWS's words.
 */
export function findPlacementReason(reason: string): PlacementReason | undefined {
  const folded = foldText(reason);
  return compiled.find(({ pattern }) => matches(pattern, folded))?.row;
}
