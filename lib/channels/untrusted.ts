/** Longer than anything we show; keeps a 200 kB line from costing time in every step after this one. */
const readLimit = 50_000;

/** ANSI escape sequences (ECMA-48): CSI with its parameters, OSC up to its end, two-character escapes. */
const ansi = new RegExp(
  String.raw`[\u001B]\[[0-?]*[ -/]*[@-~]|[\u009B][0-?]*[ -/]*[@-~]|[\u001B]\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[\u001B][@-Z\\-_]`,
  'gu',
);

const lineBreaks = /[\r\n\u0085\u2028\u2029]+/gu;

/**
 * Characters nobody sees that change what is seen: controls, direction marks and overrides (Unicode UAX #9), zero-width
 * spaces, soft hyphens, tag characters. Joiners (U+200C, U+200D) stay: scripts and emoji need them.
 */
const unseen =
  /[\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** Somebody else's text as one honest line: no escapes, no controls, no line breaks, well-formed. */
export function oneLine(text: string): string {
  return text
    .slice(0, readLimit)
    .toWellFormed()
    .replace(ansi, '')
    .replace(lineBreaks, ' ')
    .replaceAll('\t', '  ')
    .replace(unseen, '');
}
