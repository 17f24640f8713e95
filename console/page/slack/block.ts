/** What of Block Kit the page draws. Everything else becomes the words it holds, so that nothing is lost. */
export type Block =
  | { readonly type: 'header'; readonly text: string }
  | { readonly type: 'section'; readonly texts: readonly TextObject[]; readonly fields: readonly TextObject[] }
  | { readonly type: 'context'; readonly texts: readonly TextObject[] }
  | { readonly type: 'divider' };

/** `plain`: Slack reads no marks in it, but emoji. */
export type TextObject = { readonly plain: boolean; readonly text: string };

type Attachment = { readonly colour: string | undefined; readonly blocks: readonly Block[] };

type Unknown = Readonly<Record<string, unknown>>;

/** Blocks out of what somebody posted: unchecked, of any shape. */
export function blocksOf(value: unknown): readonly Block[] {
  return listOf(value).flatMap((block): readonly Block[] => {
    switch (block['type']) {
      case 'header':
        return textsOf([block['text']]).map(({ text }) => ({ type: 'header', text }));
      case 'section':
        return [{ type: 'section', texts: textsOf([block['text']]), fields: textsOf(block['fields']) }];
      case 'context':
        return [{ type: 'context', texts: textsOf(block['elements']) }];
      case 'divider':
        return [{ type: 'divider' }];
      default:
        return wordsIn(block).map((text) => ({ type: 'section', texts: [{ plain: true, text }], fields: [] }));
    }
  });
}

export function attachmentsOf(value: unknown): readonly Attachment[] {
  return listOf(value).map((attachment) => {
    const blocks = blocksOf(attachment['blocks']);
    const older = ['pretext', 'title', 'text', 'fallback'].map((name) => attachment[name]).find(isText);
    const fallback: readonly Block[] =
      older === undefined ? [] : [{ type: 'section', texts: [{ plain: false, text: older }], fields: [] }];
    return { colour: colourOf(attachment['color']), blocks: blocks.length > 0 ? blocks : fallback };
  });
}

/** Slack's three names, or a hexadecimal colour. Nothing else reaches the page's styles. */
export function colourOf(value: unknown): string | undefined {
  if (!isText(value)) return undefined;
  if (Object.hasOwn(namedColours, value)) return namedColours[value];
  const [hex] = /^#?[0-9a-f]{6}$/i.exec(value) ?? [];
  return hex === undefined ? undefined : `#${hex.replace('#', '')}`;
}

const namedColours: Readonly<Record<string, string>> = { good: '#2eb67d', warning: '#f2a100', danger: '#e01e5a' };

function textsOf(value: unknown): readonly TextObject[] {
  return listOf(value).flatMap((object) => {
    const { type, text } = object;
    if (type === 'image' && isText(object['alt_text'])) return [{ plain: true, text: object['alt_text'] }];
    return isText(text) ? [{ plain: type === 'plain_text', text }] : [];
  });
}

function wordsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) =>
    name === 'text' && isText(inside) ? [inside] : wordsIn(inside),
  );
}

function listOf(value: unknown): readonly Unknown[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
