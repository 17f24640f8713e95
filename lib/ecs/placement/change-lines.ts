import type { Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { AdmittingChange } from './changes.ts';
import { sayIt } from './reason-text.ts';
import { changeLineTexts } from './table-texts.ts';

/** A change in words: `memoryReservation 512 → 448`, `admits 6 more`, and how to go about it where that needs saying. */
export type ChangeLine = { readonly change: string; readonly admits: string; readonly how?: string };

export const usualChanges = 5;

/** As many of the cheapest as one reads at night: of sizes the two largest, as each smaller one says the same again. */
export function changeLines(
  changes: readonly AdmittingChange[],
  { language, most = usualChanges }: { readonly language: Language; readonly most?: number },
): readonly ChangeLine[] {
  const isAll = changes.length <= most;
  const kept = isAll || most === Infinity ? changes : changes.filter(isNotMoreOfTheSame).slice(0, most);
  return kept.map(({ said, how, admits }) => ({
    change: sayIt(said, language),
    admits:
      admits === 'unbounded'
        ? say(changeLineTexts.admitsAny, language)
        : say(changeLineTexts.admits, language, { admits }),
    ...(how !== undefined && { how: sayIt(how, language) }),
  }));
}

const mostSizes = 2;

const isNotMoreOfTheSame = ({ kind }: AdmittingChange, at: number, all: readonly AdmittingChange[]): boolean =>
  kind !== 'size' || all.slice(0, at).filter((each) => each.kind === 'size').length < mostSizes;
