import { roomOn } from './checks.ts';
import type { PlacementInstance } from './instance.ts';
import { withCopies } from './occupied.ts';
import { rankingOf } from './ranking.ts';
import type { Question } from './question.ts';

/**
 * Instances that copies are put on one after the other, and taken from again. How many more copies each takes of what
 * was asked before is remembered until something changes on it: so thousands can be asked again and again.
 */
export type Filling = {
  readonly instances: () => readonly PlacementInstance[];
  /** Puts one copy where it is sure to fit and least is left; the place in the list. Undefined: nowhere. */
  readonly put: (question: Question) => number | undefined;
  /** Nothing goes there any more; what is there stays. */
  readonly close: (at: number) => void;
  /** One instance more; its place in the list. */
  readonly add: (instance: PlacementInstance) => number;
  /** What `work` did is undone unless it says true. */
  readonly attempt: (work: () => boolean) => boolean;
};

type Slot = { instance: PlacementInstance; isOpen: boolean; leftShare: number; readonly rooms: Map<Question, number> };

export function fillingOf(instances: readonly PlacementInstance[]): Filling {
  const slots = instances.map(slotOf);
  /** Those that are open, the fullest first. */
  const ranking = rankingOf(slots.map(({ leftShare }) => leftShare));
  const rank = (at: number, { isOpen, leftShare }: Slot): void =>
    isOpen ? ranking.put(at, leftShare) : ranking.drop(at);
  const journal = newJournal();
  const change = (at: number, how: (slot: Slot) => void): void => {
    const slot = slots[at];
    if (slot === undefined) return;
    const restore = restoring(slot);
    journal.note(() => {
      restore();
      rank(at, slot);
    });
    how(slot);
    rank(at, slot);
  };
  return {
    instances: () => slots.map(({ instance }) => instance),
    put: (question) => {
      const at = fullest(slots, ranking.inOrder(), question);
      if (at !== undefined) change(at, (slot) => occupy(slot, question));
      return at;
    },
    close: (at) => change(at, shut),
    add: (instance) => {
      const slot = slotOf(instance);
      const at = slots.push(slot) - 1;
      rank(at, slot);
      journal.note(() => {
        ranking.drop(at);
        slots.pop();
      });
      return at;
    },
    attempt: journal.attempt,
  };
}

type Journal = { readonly note: (undo: () => void) => void; readonly attempt: Filling['attempt'] };

/** How each step is undone, in their order. */
function newJournal(): Journal {
  let steps: (() => void)[] = [];
  return {
    note: (undo) => steps.push(undo),
    attempt: (work) => {
      const before = steps;
      steps = [];
      const isKept = work();
      if (isKept) steps = [...before, ...steps];
      else {
        for (const undo of steps.toReversed()) undo();
        steps = before;
      }
      return isKept;
    },
  };
}

/** Puts a slot back to what it is now. */
function restoring(slot: Slot): () => void {
  const { instance, isOpen, leftShare } = slot;
  const rooms = [...slot.rooms];
  return () => {
    slot.rooms.clear();
    for (const [question, room] of rooms) slot.rooms.set(question, room);
    Object.assign(slot, { instance, isOpen, leftShare });
  };
}

function slotOf(instance: PlacementInstance): Slot {
  return { instance, isOpen: true, leftShare: leftShareOf(instance), rooms: new Map() };
}

/** Best fit: the fuller an instance, the sooner it is filled, so that others become empty. */
function fullest(slots: readonly Slot[], inOrder: readonly number[], question: Question): number | undefined {
  return inOrder.find((at) => {
    const slot = slots[at];
    return slot !== undefined && roomFor(slot, question) >= 1;
  });
}

function roomFor({ rooms, instance }: Slot, question: Question): number {
  const known = rooms.get(question);
  if (known !== undefined) return known;
  const { least } = roomOn(question, instance);
  rooms.set(question, least);
  return least;
}

function occupy(slot: Slot, question: Question): void {
  slot.instance = withCopies(slot.instance, question, 1);
  slot.leftShare = leftShareOf(slot.instance);
  slot.rooms.clear();
}

function shut(slot: Slot): void {
  slot.isOpen = false;
}

/** Of processor and memory together; nothing known of either counts as empty. */
function leftShareOf({ registered, remaining }: PlacementInstance): number {
  return share(remaining.cpuUnits, registered.cpuUnits) + share(remaining.memoryMiB, registered.memoryMiB);
}

const share = (left = 1, all = 1): number => (all > 0 ? left / all : 1);
