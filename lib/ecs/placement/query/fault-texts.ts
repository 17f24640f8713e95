import type { Text } from '../../../core/language.ts';

type FaultText = { readonly expected: Text; readonly fix: Text };

const subject: Text = {
  en: 'a subject (attribute:NAME, task:group, agentConnected, agentVersion, ec2InstanceId, registeredAt or runningTasksCount)',
  ja: '対象(attribute:NAME、task:group、agentConnected、agentVersion、ec2InstanceId、registeredAt、runningTasksCount のいずれか)',
};
const operator: Text = {
  en: 'an operator (==, !=, >, >=, <, <=, =~, !~, in, !in, exists, !exists)',
  ja: '演算子(==、!=、>、>=、<、<=、=~、!~、in、!in、exists、!exists)',
};
const connective: Text = { en: 'and, or, or the end', ja: 'and、or、または式の終わり' };
const value: Text = { en: 'a value', ja: '値' };

/** What belongs where a fault is, and how to put it right. `{write}` is what to write instead. */
export const queryFaultTexts = {
  'too-long': {
    expected: { en: 'at most {limit} characters', ja: '{limit} 文字以内の式' },
    fix: {
      en: 'Split it at its outer `and` into several memberOf constraints: all of them must hold anyway.',
      ja: '外側の `and` で分けて複数の memberOf 制約にします。制約はすべて満たす必要があるため、意味は変わりません。',
    },
  },
  'subject-expected': {
    expected: subject,
    fix: { en: 'Write what the condition is about first.', ja: '条件の最初に対象を書きます。' },
  },
  'subject-unknown': {
    expected: subject,
    fix: { en: 'Write `{write}`.', ja: '`{write}` と書きます。' },
  },
  'attribute-unnamed': {
    expected: { en: 'the name of an attribute', ja: '属性の名前' },
    fix: {
      en: 'Write the name right behind the colon: `attribute:ecs.instance-type`.',
      ja: 'コロンの直後に名前を書きます(例: `attribute:ecs.instance-type`)。',
    },
  },
  'operator-expected': {
    expected: operator,
    fix: {
      en: 'To ask only whether the attribute is there, write `exists`.',
      ja: '属性の有無だけを調べる場合は `exists` と書きます。',
    },
  },
  'operator-misspelt': {
    expected: operator,
    fix: { en: 'Write `{write}`.', ja: '`{write}` と書きます。' },
  },
  'value-expected': {
    expected: value,
    fix: {
      en: "Write a value; one with blanks or signs goes in single quotes: 'a b'.",
      ja: "値を書きます。空白や記号を含む値は 'a b' のように単一引用符で囲みます。",
    },
  },
  'double-quotes': {
    expected: value,
    fix: {
      en: "Write single quotes: AWS's guide shows no others.",
      ja: '単一引用符を使います。AWS のガイドに二重引用符の例はありません。',
    },
  },
  'quote-unclosed': {
    expected: { en: 'a closing single quote', ja: '閉じる単一引用符' },
    fix: { en: 'Close the quote, or leave quotes out.', ja: '引用符を閉じるか、引用符を外します。' },
  },
  'list-expected': {
    expected: { en: 'a list in square brackets', ja: '角括弧で囲んだリスト' },
    fix: { en: 'Write `[us-east-1a, us-east-1b]`.', ja: '`[us-east-1a, us-east-1b]` のように書きます。' },
  },
  'list-unclosed': {
    expected: { en: 'a comma or a closing square bracket', ja: 'コンマまたは閉じ角括弧' },
    fix: {
      en: 'Separate values by commas and close the list with `]`.',
      ja: '値をコンマで区切り、リストを `]` で閉じます。',
    },
  },
  'pattern-unclosed': {
    expected: { en: 'a closing bracket of the pattern', ja: 'パターンの閉じ括弧' },
    fix: {
      en: 'Close the bracket; a pattern with blanks goes in single quotes.',
      ja: '括弧を閉じます。空白を含むパターンは単一引用符で囲みます。',
    },
  },
  'connective-expected': {
    expected: connective,
    fix: {
      en: 'Join conditions by `and` or `or`; a value with blanks goes in single quotes.',
      ja: '条件は `and` か `or` でつなぎます。空白を含む値は単一引用符で囲みます。',
    },
  },
  'connective-misspelt': {
    expected: connective,
    fix: { en: 'Write `{write}`.', ja: '`{write}` と書きます。' },
  },
  'parenthesis-unopened': {
    expected: connective,
    fix: {
      en: 'Take the parenthesis away, or open it before.',
      ja: 'この括弧を外すか、前に開き括弧を書きます。',
    },
  },
  'parenthesis-unclosed': {
    expected: { en: 'a closing parenthesis', ja: '閉じ括弧' },
    fix: { en: 'Close the parenthesis of character {place}.', ja: '{place} 文字目の括弧を閉じます。' },
  },
} as const satisfies Readonly<Record<string, FaultText>>;
