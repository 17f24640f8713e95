const prefix = 'deployment_will_fail_';

/** What a rule is called where it is told as the cause of a deployment's failure before it fails. */
export function adviceCauseId(rule: string): string {
  return `${prefix}${rule.replaceAll('-', '_')}`;
}

/** It was foreseen and not seen: as soon as something has failed, that is what is told. */
export function isForeseen(causeId: string): boolean {
  return causeId.startsWith(prefix);
}
