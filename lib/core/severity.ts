/** How bad, from nothing to everything. The order is the meaning: `severities.indexOf` compares. */
export const severities = ['none', 'info', 'warning', 'error', 'critical'] as const;

export type Severity = (typeof severities)[number];

export function isAtLeast(severity: Severity, floor: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(floor);
}

export function worst(...all: readonly Severity[]): Severity {
  return all.reduce((a, b) => (isAtLeast(b, a) ? b : a), 'none');
}

export function atMost(severity: Severity, ceiling: Severity): Severity {
  return isAtLeast(severity, ceiling) ? ceiling : severity;
}
