type Planting = { readonly name: string; readonly file: string; readonly from: string; readonly to: string };

/** The text with the bug in it. Throws an Error unless its place is there exactly once. */
export function planted(text: string, { name, file, from, to }: Planting): string {
  const places = text.split(from).length - 1;
  if (places !== 1) throw new Error(`${name}: its place stands ${places} times in ${file}`);
  return text.replace(from, () => to);
}
