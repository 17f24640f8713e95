/**
 * How secrets look in a log line. `shows` keeps what may stay of a match (`$1`), the rest becomes the mark.
 * `passes`: a check that a pattern cannot make.
 *
 * Every pattern takes time in proportion to the line, whatever the line holds: what repeats without a limit either
 * begins where it cannot begin again inside itself, or never has to be given back because nothing after it can fail.
 */
export type SecretPattern = {
  readonly id: string;
  readonly pattern: RegExp;
  readonly shows?: string;
  readonly passes?: (match: string) => boolean;
  readonly source: string;
};

/** Names whose value is a secret, whatever it looks like. */
const secretNames = [
  'pass(?:word|wd|phrase)',
  'pwd',
  'secret',
  'credentials?',
  '(?:private|access|account|api|shared|encryption|signing|master)[_-]?key',
  'apikey',
  '(?:auth|access|refresh|id|session|security|bearer|csrf|api|bot|webhook|registration)[_-]?token',
  'x-amz-signature',
  'x-amz-credential',
  'session[_-]?id',
  'token',
].join('|');

/** What says that there is no secret: worth reading. */
const nothing = String.raw`(?!(?:null|nil|none|undefined|true|false|empty|missing)\b)`;

/** Names and values, in the spellings of environments, URLs, headers, JSON (also inside a string), YAML. */
export const namedSecrets: readonly SecretPattern[] = [
  {
    id: 'authorization',
    pattern: /((?:authorization|cookie)(?:\\{0,3}["'])?\s{0,3}[:=]\s{0,3}(?:\\{0,3}["'])?)(?!\s)[^"'\\\r\n]+/gi,
    shows: '$1',
    source: 'RFC 9110 §11.6.2, RFC 6265 §4',
  },
  {
    id: 'bearer',
    pattern: /\b(bearer\s{1,3})[\w.~+/=-]{20,}/gi,
    shows: '$1',
    source: 'RFC 6750 §2.1',
  },
  {
    id: 'url-password',
    pattern: /(:\/\/[^\s:@/"'<>]{0,64}:)[^\s/"'<>]{1,256}(?=@)/g,
    shows: '$1',
    source: 'RFC 3986 §3.2.1',
  },
  {
    id: 'quoted-value',
    pattern: new RegExp(
      String.raw`((?:${secretNames})[\w.-]{0,24}(?:\\{0,3}["'])?\s{0,3}[:=]\s{0,3})(\\{0,3}["'])(?:(?!\2)(?:\\.|[^\n]))+`,
      'gi',
    ),
    shows: '$1$2',
    source: 'JSON, YAML and shell assignments',
  },
  {
    id: 'assigned-value',
    pattern: new RegExp(
      String.raw`((?:${secretNames})[\w.-]{0,24}\s{0,3}=\s{0,3})${nothing}(?![=\s"'\\])[^\s"'&;]+`,
      'gi',
    ),
    shows: '$1',
    source: 'environments, query strings (RFC 3986 §3.4), connection strings',
  },
  {
    id: 'url-signature',
    pattern: /([?&](?:amp;)?(?:x-goog-)?(?:signature|sig)=)[^\s"'<>&;]+/gi,
    shows: '$1',
    source:
      'CloudFront signed URLs, Amazon S3 signature version 2 (REST authentication, query string), Azure shared access signatures, Google Cloud Storage signed URLs',
  },
  {
    id: 'password-after-colon',
    pattern: new RegExp(
      String.raw`((?:pass(?:word|wd|phrase)|pwd)[\w.-]{0,24}:\s{0,3})${nothing}(?![\s"'\\])[^\s"'&;,]+`,
      'gi',
    ),
    shows: '$1',
    source: 'YAML',
  },
  {
    id: 'value-after-colon',
    // With a digit in it: "secret: AccessDeniedException" is what the reader is looking for.
    pattern: new RegExp(
      String.raw`((?:${secretNames})[\w.-]{0,24}:\s{0,3})${nothing}(?![\s"'\\])(?=[^\s"'&;,]{0,64}\d)[^\s"'&;,]{6,}`,
      'gi',
    ),
    shows: '$1',
    source: 'YAML, HTTP headers',
  },
];

/** Secrets that are known by their look. */
export const shapedSecrets: readonly SecretPattern[] = [
  {
    id: 'private-key',
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----END )[^\n])*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
    source: 'RFC 7468 §10, §11',
  },
  {
    id: 'jwt',
    pattern: /(?<![\w-])eyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)*/g,
    source: 'RFC 7519 §3: a JSON object in base64url begins with eyJ',
  },
  {
    id: 'aws-access-key-id',
    pattern: /(?:AKIA|ASIA)[A-Z0-9]{16}/g,
    source: 'IAM user guide, IAM identifiers (unique ID prefixes)',
  },
  {
    id: 'aws-session-token',
    pattern: /(?<![\w+/])(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[\w+/=]{40,}/g,
    source: 'STS temporary credentials as issued; the prefix is not documented',
  },
  {
    id: 'github',
    pattern: /(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g,
    source: 'GitHub docs, About authentication to GitHub (token formats)',
  },
  {
    id: 'gitlab',
    pattern: /gl(?:pat|dt|rt|ptt|oas|soat|cbt|ft|imt|agent)-[\w-]{16,}/g,
    source: 'GitLab docs, Token overview (token prefixes)',
  },
  {
    id: 'slack',
    pattern: /(?:xox[abceoprs]-[\w-]{10,}|xapp-[\w-]{10,})/g,
    source: 'Slack docs, Tokens (token types)',
  },
  {
    id: 'slack-webhook',
    pattern: /(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/+-]+/g,
    shows: '$1',
    source: 'Slack docs, Sending messages using incoming webhooks',
  },
  {
    id: 'stripe',
    pattern: /(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{16,})/g,
    source: 'Stripe docs, API keys; Webhooks',
  },
  {
    id: 'google',
    pattern: /(?:AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,})/g,
    source: 'Google Cloud docs, Manage API keys; OAuth 2.0',
  },
  {
    id: 'sendgrid',
    pattern: /(?<![A-Za-z0-9])SG\.[\w-]{16,}\.[\w-]{16,}/g,
    source: 'SendGrid docs, API keys',
  },
  {
    id: 'npm',
    pattern: /npm_[A-Za-z0-9]{36}/g,
    source: 'npm docs, About access tokens',
  },
  {
    id: 'language-models',
    pattern: /(?<![A-Za-z0-9])sk-(?:ant-|proj-|svcacct-)?[\w-]{20,}/g,
    source: 'OpenAI and Anthropic API keys as issued',
  },
  {
    id: 'card-number',
    pattern: /(?<![\d.-])(?:4|5[1-5]|2[2-7]|3[0-9]|6)(?:[ -]?\d){12,18}(?![ -]?\d)/g,
    passes: isCardNumber,
    source: 'ISO/IEC 7812-1: issuer ranges, check digit',
  },
];

export const emailPattern: SecretPattern = {
  id: 'e-mail',
  pattern: /(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}/g,
  source: 'RFC 5321 §4.5.3.1 (lengths)',
};

/** 14 to 19 digits whose last is the check digit of the others (Luhn). */
function isCardNumber(match: string): boolean {
  const digits = match.replace(/\D/g, '');
  if (digits.length < 14 || digits.length > 19) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
