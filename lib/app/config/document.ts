import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, YAMLError } from 'yaml';
import type { ConfigurationFault, Finding, Path, Place } from './fault.ts';
import { pathText } from './fault.ts';

/** A file as YAML understood it. `root` is what it says, `faults` are those of its form. */
export type YamlFile = {
  readonly root: unknown;
  readonly faults: readonly ConfigurationFault[];
  /** Whether `root` is worth looking at: a doubled key does not hide the rest, a broken bracket does. */
  readonly readable: boolean;
  readonly locate: (finding: Finding) => ConfigurationFault;
  /** Every text without quotes, with its path. */
  readonly bareTexts: readonly { readonly path: Path; readonly text: string }[];
};

/** In characters. The last good one is kept as one item of the table, as text and as read; nine teams need 4 kB. */
const maxLength = 48 * 1024;

type Parsed = { readonly document: Document.Parsed; readonly lines: LineCounter };

export function readYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const isTooLong = text.length > maxLength;
  const document = parseDocument(isTooLong ? '' : text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    version: '1.2',
  });
  const parsed = { document, lines };
  const root = valueOf(parsed);
  const faults = [
    ...(isTooLong ? [tooLong] : []),
    ...document.errors.map((error) => formFault(error, lines)),
    ...('fault' in root ? [root.fault] : []),
  ];
  const isBroken = isTooLong || document.errors.some(({ code }) => code !== 'DUPLICATE_KEY');
  return {
    root: 'value' in root ? root.value : undefined,
    faults: firstOfLine(faults),
    readable: 'value' in root && !isBroken,
    locate: (finding) => ({
      ...placeOf(parsed, finding),
      path: pathText(finding.path),
      problem: finding.problem,
      fix: finding.fix,
    }),
    bareTexts: bareTextsOf(document),
  };
}

const tooLong: ConfigurationFault = {
  line: 1,
  column: 1,
  path: '',
  problem: `the file is longer than ${maxLength / 1024} kB`,
  fix: 'use patterns with * instead of one entry each',
};

function valueOf({ document, lines }: Parsed): { readonly value: unknown } | { readonly fault: ConfigurationFault } {
  try {
    return { value: document.toJS({ maxAliasCount: 50 }) };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { fault: aliasFault(document, lines) };
  }
}

// `*` begins an alias in YAML: the usual way to it is a pattern without quotes.
function aliasFault(document: Document.Parsed, lines: LineCounter): ConfigurationFault {
  const anchors = new Set<string>();
  let lost: { readonly place: Place; readonly name: string } | undefined;
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node) && !anchors.has(node.source)) lost ??= { place: placeAt(node, lines), name: node.source };
      else if (!isAlias(node) && node.anchor) anchors.add(node.anchor);
    },
  });
  if (!lost) {
    const fix = 'write the values out, or use patterns with *';
    return { line: 1, column: 1, path: '', problem: 'aliases multiply the file beyond measure', fix };
  }
  const problem = `*${lost.name} without quotes is a reference to something named ${lost.name}, and there is none`;
  return { ...lost.place, path: '', problem, fix: `put a pattern that begins with * in quotes: "*${lost.name}"` };
}

function formFault(error: YAMLError, lines: LineCounter): ConfigurationFault {
  const { line, col } = lines.linePos(error.pos[0]);
  const said = formTexts[error.code] ?? { problem: error.message, fix: 'correct the YAML here' };
  return { line: Math.max(1, line), column: Math.max(1, col), path: '', ...said };
}

const formTexts: Readonly<Record<string, { readonly problem: string; readonly fix: string }>> = {
  TAB_AS_INDENT: {
    problem: 'a tab stands in the indentation',
    fix: 'indent with spaces: YAML does not allow tabs there',
  },
  DUPLICATE_KEY: { problem: 'this key was written before', fix: 'keep one of them, with the values of both' },
  MULTIPLE_DOCS: { problem: 'a second document begins here', fix: 'take the line --- out: one file is one document' },
  BAD_INDENT: {
    problem: 'the indentation fits nothing above, or a bracket above is not closed',
    fix: 'begin keys of one mapping in one column, and close every [ and { that was opened',
  },
  MISSING_CHAR: { problem: 'something is not closed: a quote, or a bracket', fix: 'close it where its value ends' },
  BLOCK_AS_IMPLICIT_KEY: {
    problem: 'two keys stand in one line',
    fix: 'put a value that holds ": " in quotes, or begin a new line',
  },
  BAD_SCALAR_START: { problem: 'a text cannot begin like this without quotes', fix: 'put it in quotes' },
  UNEXPECTED_TOKEN: { problem: 'something stands after the value', fix: 'put the whole value in quotes' },
  RESOURCE_EXHAUSTION: { problem: 'this is nested too deeply', fix: 'close the brackets that were opened by mistake' },
  NON_STRING_KEY: { problem: 'this key is not text', fix: 'put it in quotes' },
};

// One slip often breaks a line twice; the first word on it is enough.
function firstOfLine(faults: readonly ConfigurationFault[]): ConfigurationFault[] {
  return faults.filter((fault, at) => faults.findIndex(({ line }) => line === fault.line) === at);
}

/** The place of a value; where it is not written, that of the nearest thing around it. */
function placeOf({ document, lines }: Parsed, { path, at }: Finding): Place {
  let node: unknown = document.contents;
  let place: Place = isNode(node) ? placeAt(node, lines) : { line: 1, column: 1 };
  for (const [index, part] of path.entries()) {
    const container: unknown = isAlias(node) ? node.resolve(document) : node;
    const inside = isMap(container)
      ? container.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(part))
      : undefined;
    const next: unknown = isSeq(container) ? container.items[Number(part)] : inside?.value;
    const shown = inside && (at === 'key' || !hasPlace(next)) && index === path.length - 1 ? inside.key : next;
    if (!inside && !isNode(next)) return place;
    if (hasPlace(shown)) place = placeAt(shown, lines);
    node = next;
  }
  return place;
}

function hasPlace(node: unknown): node is Node {
  return isNode(node) && Boolean(node.range) && !(isScalar(node) && node.value === null && node.source === '');
}

function placeAt(node: Node, lines: LineCounter): Place {
  const { line, col } = lines.linePos(node.range?.[0] ?? 0);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function bareTextsOf(document: Document.Parsed): { path: Path; text: string }[] {
  const found: { path: Path; text: string }[] = [];
  visitTexts(document.contents, [], found);
  return found;
}

function visitTexts(node: unknown, path: Path, found: { path: Path; text: string }[]): void {
  if (isMap(node)) for (const pair of node.items) visitTexts(pair.value, [...path, String(pair.key)], found);
  else if (isSeq(node)) for (const [at, item] of node.items.entries()) visitTexts(item, [...path, at], found);
  else if (isScalar(node) && node.type === 'PLAIN' && typeof node.value === 'string')
    found.push({ path, text: node.value });
}
