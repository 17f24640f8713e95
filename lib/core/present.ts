type Present<Shape> = { [Name in keyof Shape]?: Exclude<Shape[Name], undefined> };

/** Without the names whose value is undefined. */
export function present<Shape extends object>(shape: Shape): Present<Shape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Present<Shape>;
}
