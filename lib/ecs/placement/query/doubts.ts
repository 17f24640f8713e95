import type { Text } from '../../../core/language.ts';

/** Why a condition cannot be answered here. ListContainerInstances, asked with the expression, can say it. */
export const doubtTexts = {
  'fact-unknown': {
    en: 'not known of this instance',
    ja: 'このインスタンスについて値が不明です',
  },
  'attribute-absent': {
    en: "the instance lacks the attribute, and AWS's guide does not say what that makes of this operator",
    ja: 'インスタンスに属性がなく、この演算子でどう扱われるかは AWS のガイドに記載がありません',
  },
  'attribute-without-value': {
    en: 'the attribute has no value to compare',
    ja: '属性に比較できる値がありません',
  },
  'group-is-a-set': {
    en: 'the instance runs tasks of this and of other groups; `not (task:group == …)` is unambiguous',
    ja: 'このグループと他のグループのタスクが稼働中です。`not (task:group == …)` なら曖昧さがありません',
  },
  'no-groups': {
    en: "the instance runs no task, and AWS's guide does not say what that makes of this operator",
    ja: 'インスタンスで稼働中のタスクがなく、この演算子でどう扱われるかは AWS のガイドに記載がありません',
  },
  'operator-undocumented': {
    en: "AWS's guide does not list this operator for this subject",
    ja: 'この対象に使える演算子として AWS のガイドに記載がありません',
  },
  'order-of-values': {
    en: 'the answer differs between numbers and text',
    ja: '数値として比べるか文字列として比べるかで結果が変わります',
  },
  'not-a-boolean': {
    en: 'the value to compare is neither true nor false',
    ja: '比較する値が true でも false でもありません',
  },
  'not-a-version': {
    en: 'the two cannot be compared as versions (numbers between dots) with certainty',
    ja: 'バージョン(ドット区切りの数字)として確実に比較できません',
  },
  'not-a-count': { en: 'the value to compare is not a whole number', ja: '比較する値が整数ではありません' },
  'not-a-date': {
    en: "the date is in none of the formats of AWS's guide (2018-06-18, 2018-06-18T22:28:28Z)",
    ja: '日付が AWS のガイドの形式(2018-06-18、2018-06-18T22:28:28Z など)ではありません',
  },
  'date-imprecise': {
    en: 'too close to tell without knowing the time zone of the date',
    ja: '日付のタイムゾーンが分からないと判断できないほど近い時刻です',
  },
  'pattern-anchoring': {
    en: 'the pattern matches a part of the value; whether that is enough is not documented (write `.*` at both ends)',
    ja: 'パターンが値の一部にだけ一致します。それで足りるかは文書化されていません(前後に `.*` を付けると確実です)',
  },
  'pattern-java-only': {
    en: 'the pattern uses what only java.util.regex knows',
    ja: 'パターンが java.util.regex 固有の構文を使っています',
  },
  'pattern-invalid': {
    en: 'the pattern is no regular expression of Java (`*.large` would be `.*\\.large`)',
    ja: 'パターンが Java の正規表現として正しくありません(`*.large` は `.*\\.large` と書きます)',
  },
  'pattern-too-large': {
    en: 'the pattern is too large to be tried',
    ja: 'パターンが大きすぎて評価できません',
  },
  'pattern-too-costly': {
    en: 'the pattern takes too long on this value',
    ja: 'この値に対するパターンの評価に時間がかかりすぎます',
  },
  'value-line-break': {
    en: 'the value holds a line break, which Java treats in ways of its own',
    ja: '値に改行が含まれ、Java では独自の扱いになります',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type DoubtCode = keyof typeof doubtTexts;
