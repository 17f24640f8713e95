/**
 * Signs of a broken connection in AWS's texts. The first nine stand in the developer guide
 * (resource-initialization-error); the others are what Go's net package and both AWS SDKs for Go say for the same thing,
 * and the spelling without a blank is the guide's own (stopped-tasks-error-messages-updates, "signal:killed").
 */
export const networkMarkers: readonly string[] = [
  'dial tcp',
  'dial udp',
  'i/o timeout',
  'net/http: TLS handshake timeout',
  'read: connection timed out',
  'Client.Timeout exceeded while awaiting headers',
  'net/http: request canceled while waiting for connection',
  'signal: killed',
  'context deadline exceeded',
  'signal:killed',
  'connection refused',
  'connection reset by peer',
  'no such host',
  'no route to host',
  'network is unreachable',
  'RequestError: send request failed',
  'RequestCanceled',
  'request send failed',
  'connection issue between the task and',
  'Check your task network configuration',
  'Check your network configuration',
];

type Part = { readonly words: readonly string[]; readonly atStart: boolean };

/** Any of the alternatives, each of which is a list of parts that must all occur. */
export type TextPattern = readonly (readonly Part[])[];

/** Makes spellings equal: case, apostrophes, "can't", and white space. Patterns go through it, too. */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u2018\u2019\u02BC\u2032]/g, "'")
    .replaceAll("can't", 'cannot')
    .replace(/\s+/g, ' ')
    .trim();
}

const foldedNetworkMarkers = networkMarkers.map(foldText);

/** Reads the notation of `CauseRow.match`. */
export function parsePattern(notation: string): TextPattern {
  return notation.split(' ;; ').map((alternative) => alternative.split(' && ').map(parsePart));
}

function parsePart(part: string): Part {
  if (part === '{NET}') return { words: foldedNetworkMarkers, atStart: false };
  if (part === '*') return { words: [''], atStart: false };
  return part.startsWith('^')
    ? { words: [foldText(part.slice(1))], atStart: true }
    : { words: [foldText(part)], atStart: false };
}

/** The number of the alternative that matches a folded text, or -1. */
function matchingAlternative(pattern: TextPattern, folded: string): number {
  return pattern.findIndex((parts) =>
    parts.every(({ words, atStart }) =>
      words.some((word) => (atStart ? folded.startsWith(word) : folded.includes(word))),
    ),
  );
}

export function matches(pattern: TextPattern, folded: string): boolean {
  return matchingAlternative(pattern, folded) >= 0;
}
