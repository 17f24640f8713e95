/**
 * Shapes of things that are secret by themselves.
 * Slack tokens begin with `xox?-` or `xapp-` (https://docs.slack.dev/authentication/tokens); whoever knows the address
 * of an incoming webhook can post to it; an access key id of AWS begins with AKIA or ASIA (IAM guide, "IAM identifiers").
 */
const shapes: readonly { readonly shape: RegExp; readonly name: string }[] = [
  { shape: /\bxox[a-z]-|\bxapp-/, name: 'a Slack token' },
  { shape: /hooks\.slack\.com\/(services|workflows|triggers)\//, name: 'the address of a Slack webhook' },
  { shape: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/, name: 'an AWS access key' },
  { shape: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, name: 'a private key' },
];

/** What kind of secret a text holds, if it plainly holds one. */
export function secretIn(text: string): string | undefined {
  return shapes.find(({ shape }) => shape.test(text))?.name;
}

/** What a text may be that stands where the name of a parameter belongs: a web address, a key, a token. */
export function literalSecret(text: string): string | undefined {
  if (secretIn(text)) return secretIn(text);
  if (/^https?:/.test(text)) return 'a web address';
  // A PagerDuty integration key is 32 characters (https://developer.pagerduty.com/docs/events-api-v2/trigger-events).
  return /^(?=.*\d)[A-Za-z0-9+=_-]{20,}$/.test(text) ? 'a key' : undefined;
}
