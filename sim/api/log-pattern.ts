import { Refusal } from '../account/refusal.ts';

/**
 * Filter patterns of words: all of `error "not found"`, any of `?ERROR ?WARN`, none of `-debug`
 * (FilterAndPatternSyntax, CloudWatch Logs user guide). JSON, space-delimited and regular-expression patterns are refused:
 * an answer that ignored them would be wrong in silence.
 */
export function linePattern(pattern = ''): (line: string) => boolean {
  if (/^\s*[{[%]/u.test(pattern)) {
    throw new Refusal('InvalidParameterException', `This account answers patterns of words only: ${pattern}`);
  }
  const terms = (pattern.match(/[?-]?"[^"]*"|\S+/gu) ?? []).map((term) => {
    const sign = /^[?-]/u.exec(term)?.[0] ?? '';
    return { sign, word: term.slice(sign.length).replaceAll('"', '') };
  });
  const of = (wanted: string): string[] => terms.filter(({ sign }) => sign === wanted).map(({ word }) => word);
  const [all, any, none] = [of(''), of('?'), of('-')];
  return (line) =>
    all.every((word) => line.includes(word)) &&
    (any.length === 0 || any.some((word) => line.includes(word))) &&
    !none.some((word) => line.includes(word));
}
