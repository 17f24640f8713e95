import type { CodePoints } from './code-points.ts';
import type { PatternNode } from './java-pattern.ts';

type Instruction =
  | { readonly does: 'character'; readonly from: CodePoints }
  | { readonly does: 'start' | 'end' | 'accept' }
  /** Goes on at each of these. */
  | { readonly does: 'fork'; readonly to: readonly number[] };

export type Program = readonly Instruction[];

/** Instructions at most. `t[23]\.(small|medium)` has 18; `(a{100}){100}` would have 10,000. */
const largest = 2000;

/** A pattern as the steps of a machine that tries every way at once. Undefined: it would have too many steps. */
export function programOf(node: PatternNode): Program | undefined {
  if (sizeOf(node) > largest) return undefined;
  const program: Instruction[] = [];
  append(program, node);
  return [...program, { does: 'accept' }];
}

function sizeOf(node: PatternNode): number {
  switch (node.kind) {
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + sizeOf(part), 1);
    case 'choice':
      return node.parts.reduce((sum, part) => sum + sizeOf(part) + 1, 1);
    case 'repeat': {
      const times = node.most === Infinity ? node.least + 1 : node.most;
      return 1 + times * (sizeOf(node.part) + 2);
    }
    case 'character':
    case 'start':
    case 'end':
      return 1;
  }
}

function append(program: Instruction[], node: PatternNode): void {
  switch (node.kind) {
    case 'sequence':
      for (const part of node.parts) append(program, part);
      return;
    case 'choice':
      appendChoice(program, node.parts);
      return;
    case 'repeat':
      for (let times = 0; times < node.least; times += 1) append(program, node.part);
      if (node.most === Infinity) appendLoop(program, node.part);
      else for (let times = node.least; times < node.most; times += 1) appendChoice(program, [node.part, nothing]);
      return;
    case 'character':
      program.push({ does: 'character', from: node.from });
      return;
    case 'start':
    case 'end':
      program.push({ does: node.kind });
  }
}

const nothing: PatternNode = { kind: 'sequence', parts: [] };

function appendChoice(program: Instruction[], parts: readonly PatternNode[]): void {
  const fork = program.length;
  const starts: number[] = [];
  const leaps: number[] = [];
  program.push({ does: 'fork', to: starts });
  for (const part of parts) {
    starts.push(program.length);
    append(program, part);
    leaps.push(program.length);
    program.push({ does: 'fork', to: [] });
  }
  for (const leap of leaps) program[leap] = { does: 'fork', to: [program.length] };
  program[fork] = { does: 'fork', to: starts };
}

function appendLoop(program: Instruction[], part: PatternNode): void {
  const fork = program.length;
  program.push({ does: 'fork', to: [] });
  append(program, part);
  program.push({ does: 'fork', to: [fork] });
  program[fork] = { does: 'fork', to: [fork + 1, program.length] };
}
