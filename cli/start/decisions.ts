import type { Instant } from '../../lib/core/time.ts';
import type { DecisionView } from '../../console/view.ts';

/** A decision out of a line of the functions' log; undefined when it is something else. */
export function decisionOf(line: string, id: number, at: Instant): DecisionView | undefined {
  if (!line.includes('"record"') || !line.includes('"actions"')) return undefined;
  const { function: feature, record, message, actions } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  if (typeof record !== 'string' || !Array.isArray(actions)) return undefined;
  return {
    id,
    at,
    feature: String(feature),
    record,
    reason: String(message),
    actions: actions.map((action) => wordsOf(String(action))),
  };
}

/** `deliver/1795197850000/team` without the incident's number: `deliver team`. */
function wordsOf(action: string): string {
  return action
    .split('/')
    .filter((part) => !/^\d+$/.test(part))
    .join(' ');
}
