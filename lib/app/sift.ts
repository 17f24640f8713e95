/** Something nothing could be decided with, and what was thrown. */
export type Aside = { readonly heard: unknown; readonly error: unknown };

/** `made`: the decision on all that is good. Undefined: not even without any news could one be made. */
type Sifted<Heard, Made> = {
  readonly made: Made | undefined;
  readonly good: readonly Heard[];
  readonly bad: readonly Aside[];
};

/** Takes what was heard one by one, each together with all that went well before it. */
export function sift<Heard, Made>(
  heard: readonly Heard[],
  isWake: (heard: Heard) => boolean,
  decide: (heard: readonly Heard[]) => Made,
): Sifted<Heard, Made> {
  const good: Heard[] = [];
  const bad: Aside[] = [];
  let made: Made | undefined;
  for (const each of heard.filter((one) => !isWake(one))) {
    try {
      made = decide([...good, each]);
      good.push(each);
    } catch (error) {
      bad.push({ heard: each, error });
    }
  }
  return { made: made ?? withoutNews(heard.filter(isWake), decide), good, bad };
}

function withoutNews<Heard, Made>(
  wakes: readonly Heard[],
  decide: (heard: readonly Heard[]) => Made,
): Made | undefined {
  try {
    return decide(wakes);
  } catch {
    return undefined;
  }
}
