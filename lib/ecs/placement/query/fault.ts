import type { Fills, Language, Text } from '../../../core/language.ts';
import { say } from '../../../core/language.ts';
import { queryFaultTexts } from './fault-texts.ts';

export type QueryFaultCode = keyof typeof queryFaultTexts;

/** What is wrong in an expression, and where. */
export type QueryFault = {
  readonly code: QueryFaultCode;
  /** The place in the text, counted from 0. */
  readonly at: number;
  /** What stands there: at most 40 characters, empty at the end of the text. */
  readonly found: string;
  /** Fills the places of the fix. */
  readonly fills: Fills;
};

const foundLength = 40;

/** A fault at a place of the text. What stands there is shown up to the next blank. */
export function faultAt(text: string, at: number, code: QueryFaultCode, fills: Fills = {}): QueryFault {
  const rest = text.slice(at, at + foundLength);
  return { code, at, found: /^\S+/.exec(rest)?.[0] ?? rest.slice(0, 1), fills };
}

const faultLine: Text = {
  en: 'Character {place}: {found}, expected {expected}. {fix}',
  ja: '{place} 文字目: {found}。ここには{expected}が必要です。{fix}',
};

const atTheEnd: Text = { en: 'the expression ends', ja: '式が終わっています' };
const foundThere: Text = { en: 'found `{found}`', ja: '`{found}` があります' };

/** The place (counted from 1), what stands there, what should, and the fix, on one line. */
export function sayFault({ code, at, found, fills }: QueryFault, language: Language): string {
  const { expected, fix } = queryFaultTexts[code];
  return say(faultLine, language, {
    place: at + 1,
    found: found === '' ? say(atTheEnd, language) : say(foundThere, language, { found }),
    expected: say(expected, language, fills),
    fix: say(fix, language, fills),
  });
}
