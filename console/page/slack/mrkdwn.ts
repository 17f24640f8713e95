import { emojiOf } from './emoji.ts';

/** A piece of a message. Texts are as they are shown, with `&lt;` and the like already read. */
export type Mark =
  | { readonly type: 'text' | 'code' | 'fence' | 'mention'; readonly text: string }
  | { readonly type: 'emoji'; readonly text: string; readonly name: string }
  | { readonly type: 'link'; readonly href: string; readonly text: string }
  | { readonly type: 'bold' | 'italic' | 'strike' | 'quote'; readonly children: readonly Mark[] };

/** What ids are called. */
type Names = Readonly<Record<string, string>>;

/**
 * Slack's mrkdwn (https://docs.slack.dev/messaging/formatting-message-text), as far as messages of apps use it: fences,
 * quotations, code, bold, italics, struck text, links, mentions, emoji. What is no mark is text.
 */
export function parseMrkdwn(source: string, names: Names = {}): readonly Mark[] {
  return source.split(/(```[\s\S]+?```)/).flatMap((part, index) => {
    if (index % 2 === 1)
      return [{ type: 'fence', text: unescaped(part.slice(3, -3).replace(/^\n|\n$/g, '')) } as const];
    // A fence is a block: the line break beside it is its own.
    const text = part.replace(index > 0 ? /^\n/ : /^$/, '');
    return text === '' ? [] : quotations(text, names);
  });
}

/** Lines that begin with `>` are one quotation. */
function quotations(text: string, names: Names): readonly Mark[] {
  return text.split(/((?:^(?:&gt;|>)[^\n]*(?:\n|$))+)/m).flatMap((part, index): readonly Mark[] => {
    if (part === '') return [];
    if (index % 2 === 0) return inline(part, names);
    const lines = part.replace(/\n$/, '').replaceAll(/^(?:&gt;|>) ?/gm, '');
    return [{ type: 'quote', children: inline(lines, names) }];
  });
}

/** A pair of marks holds code and links whole, and ends on its line. Beside letters and digits a mark means nothing. */
const paired = (name: string, mark: string): string =>
  `(?<![\\p{L}\\p{N}])${mark}(?=\\S)(?<${name}>(?:\`[^\`\\n]+\`|<[^<>\\n]+>|[^\`<\\n${mark}])+?)(?<=\\S)${mark}(?![\\p{L}\\p{N}])`;

const marks = new RegExp(
  [
    '`(?<code>[^`\\n]+)`',
    '<(?<angle>[^<>\\n]+)>',
    ":(?<emoji>[\\p{L}\\p{N}_+'-]+):",
    paired('bold', '\\*'),
    paired('italic', '_'),
    paired('strike', '~'),
  ].join('|'),
  'gu',
);

function inline(text: string, names: Names): readonly Mark[] {
  const found: Mark[] = [];
  let end = 0;
  const plain = (until: number): void => {
    if (until > end) found.push({ type: 'text', text: unescaped(text.slice(end, until)) });
  };
  for (const match of text.matchAll(marks)) {
    const mark = markOf(match.groups ?? {}, names);
    if (mark === undefined) continue;
    plain(match.index);
    found.push(mark);
    end = match.index + match[0].length;
  }
  plain(text.length);
  return found;
}

function markOf({ code, angle, emoji, bold, italic, strike }: Groups, names: Names): Mark | undefined {
  if (code !== undefined) return { type: 'code', text: unescaped(code) };
  if (angle !== undefined) return angleMark(angle, names);
  if (bold !== undefined) return { type: 'bold', children: inline(bold, names) };
  if (italic !== undefined) return { type: 'italic', children: inline(italic, names) };
  if (strike !== undefined) return { type: 'strike', children: inline(strike, names) };
  const character = emojiOf(emoji ?? '');
  return character === undefined ? undefined : { type: 'emoji', text: character, name: emoji ?? '' };
}

type Groups = Readonly<Partial<Record<'code' | 'angle' | 'emoji' | 'bold' | 'italic' | 'strike', string>>>;

/** `<https://…|text>`, `<@U…>`, `<#C…|name>`, `<!subteam^S…|@name>`, `<!here>`, `<!date^…|fallback>`. */
function angleMark(inside: string, names: Names): Mark {
  const bar = inside.indexOf('|');
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? undefined : unescaped(inside.slice(bar + 1));
  const href = safeAddress(unescaped(target));
  if (href !== undefined) return { type: 'link', href, text: label ?? href };
  if (target.startsWith('!date^')) return { type: 'text', text: label ?? '' };
  const called = /^(?:@|#|!subteam\^|!)(.+)$/.exec(target);
  if (called === null) return { type: 'text', text: `<${unescaped(inside)}>` };
  const sign = target.startsWith('#') ? '#' : '@';
  const id = called[1] ?? '';
  const name = label ?? (Object.hasOwn(names, id) ? names[id] : undefined) ?? id;
  return { type: 'mention', text: name.startsWith(sign) ? name : `${sign}${name}` };
}

/** Only addresses a visitor may be sent to: no scripts, no data. */
function safeAddress(text: string): string | undefined {
  if (!/^(?:https?|mailto):/i.test(text)) return undefined;
  return URL.canParse(text) ? text : undefined;
}

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

export function unescaped(text: string): string {
  return text.replaceAll(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity);
}
