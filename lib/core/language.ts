/** The languages every text of ours is written in. */
export const languages = ['en', 'ja'] as const;

export type Language = (typeof languages)[number];

/**
 * One text in every language. `{name}` marks a place to fill in; the same places must stand in each language
 * (a test holds this).
 */
export type Text = Readonly<Record<Language, string>>;

/** Values for the places of a text. What is missing is shown as `?`, never as an unfilled place. */
export type Fills = Readonly<Record<string, string | number | undefined>>;

const place = /\{(\w+)\}/g;

/** The text in one language with its places filled in. */
export function say(text: Text, language: Language, fills: Fills = {}): string {
  return text[language].replace(place, (_, name: string) => String(fills[name] ?? '?'));
}

/** The names of the places in one language's text, sorted. */
export function placesOf(text: Text, language: Language): string[] {
  return [...text[language].matchAll(place)].map((match) => match[1] ?? '').sort();
}
