import type { Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { PlacementAnswer } from './answer.ts';
import type { CopyCount } from './copies.ts';
import type { InstanceVerdict } from './explain.ts';
import type { Verdict } from './finding.ts';
import { shortNames, shortZone } from './instance-names.ts';
import { joints } from './reason-texts.ts';
import { obstacleOf, reasonLines } from './reason-text.ts';
import { instanceTypeOf, zoneOf } from './supply.ts';
import { restTexts, roomTexts, tableHeads, verdictWords } from './table-texts.ts';

/** A row: what it is about, the verdict, and why, a line for each thing. */
export type VerdictRow = {
  /** As many as there are heads before the verdict's. */
  readonly cells: readonly string[];
  readonly fits: Verdict;
  readonly verdict: string;
  readonly why: readonly string[];
};

export type VerdictTable = {
  readonly heads: readonly string[];
  readonly rows: readonly VerdictRow[];
  /** What was left out, counted by what is in the way. */
  readonly rest?: string;
};

/** So many instances are shown where nobody asked for all. */
const usualRows = 5;

type TableOptions = { readonly language: Language; readonly most?: number };

/** Instances as a table: those that fit, then the nearest miss first. */
export function instanceTable(answer: PlacementAnswer, { language, most = usualRows }: TableOptions): VerdictTable {
  const { explanation, instances } = answer;
  const names = shortNames(instances);
  const known = new Map(instances.map((each) => [each.arn, each]));
  const isShown = explanation.instances.length <= most + 1;
  const shown = isShown ? explanation.instances : explanation.instances.slice(0, most);
  const rest = explanation.instances.slice(shown.length);
  const { instance, type, zone, fits, why } = tableHeads;
  return {
    heads: [instance, type, zone, fits, why].map((head) => say(head, language)),
    rows: shown.map((verdict) => {
      const found = known.get(verdict.arn);
      const place = found === undefined ? undefined : zoneOf(found);
      const cells = [
        names.get(verdict.arn) ?? '',
        (found && instanceTypeOf(found)) ?? '',
        place === undefined ? '' : shortZone(place),
      ];
      return { cells, ...verdictCells(verdict, language, { isWhole: most === Infinity }) };
    }),
    ...(rest.length > 0 && { rest: restLine(rest, language) }),
  };
}

/** So many things in the way of one instance are said where nobody asked for all. */
const usualLines = 3;

/** A verdict in words, for a row of any table. `isWhole`: with everything in the way. */
export function verdictCells(
  verdict: InstanceVerdict,
  language: Language,
  { isWhole = false }: { readonly isWhole?: boolean } = {},
): Omit<VerdictRow, 'cells'> {
  const { fits, reasons } = verdict;
  const lines = fits === 'yes' ? [roomText(verdict, language)] : reasonLines(reasons, language);
  const left = lines.length - usualLines;
  const isCut = !isWhole && left > 1;
  const why = isCut ? [...lines.slice(0, usualLines), say(restTexts.lines, language, { count: left })] : lines;
  return { fits, verdict: say(verdictWords[fits], language), why };
}

function roomText({ copies, copiesAtMost: most }: CopyCount, language: Language): string {
  if (copies === 'unbounded') return say(roomTexts.any, language);
  const text = most === undefined ? roomTexts.some : most === 'unbounded' ? roomTexts.atLeast : roomTexts.between;
  return say(text, language, { copies, most });
}

/** `37 more: 30 memory, 7 draining`, the most first. */
function restLine(rest: readonly InstanceVerdict[], language: Language): string {
  const groups = Map.groupBy(rest, ({ fits, reasons }) =>
    say(
      fits === 'yes' ? restTexts.fit : fits === 'no' ? (obstacleOf(reasons) ?? restTexts.open) : restTexts.open,
      language,
    ),
  );
  const counts = [...groups]
    .map(([what, { length: count }]) => ({ what, count }))
    .toSorted((a, b) => b.count - a.count)
    .map((each) => say(restTexts.count, language, each));
  return say(restTexts.rest, language, { count: rest.length, counts: counts.join(joints.comma[language]) });
}
