/** Numbers of places, kept in the order of their weights; of equals the lower number first. */
type Ranking = {
  readonly inOrder: () => readonly number[];
  readonly put: (place: number, weight: number) => void;
  readonly drop: (place: number) => void;
};

export function rankingOf(weights: readonly number[]): Ranking {
  const known = new Map(weights.entries());
  const places = [...known.keys()].toSorted((a, b) => compared(known, a, b));
  const drop = (place: number): void => {
    if (!known.has(place)) return;
    places.splice(positionOf(places, known, place), 1);
    known.delete(place);
  };
  return {
    inOrder: () => places,
    put: (place, weight) => {
      drop(place);
      known.set(place, weight);
      places.splice(positionOf(places, known, place), 0, place);
    },
    drop,
  };
}

type Weights = ReadonlyMap<number, number>;

function compared(weights: Weights, a: number, b: number): number {
  return (weights.get(a) ?? 0) - (weights.get(b) ?? 0) || a - b;
}

/** Where it stands, or would. */
function positionOf(places: readonly number[], weights: Weights, place: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compared(weights, places[middle] ?? 0, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
