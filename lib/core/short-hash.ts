/** FNV-1a, 32 bit, in base 36: tells whether something changed, nothing more. */
export function shortHash(text: string): string {
  return hashOf(text).toString(36);
}

/** From 0 to below 1, by the text's hash: names made by chance (ids of requests, for one) serve as dice. */
export function fractionOf(text: string): number {
  return hashOf(text) / 2 ** 32;
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
