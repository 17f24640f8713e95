import type { Span } from '../../core/message.ts';
import { cutAt } from '../../core/redaction.ts';

/** So much of AWS's or the application's words is shown in a line. */
export const longestWords = 300;

/** ARNs without what stands before the resource: `role/app`, `secret:prod/db`. */
const arn = /\barn:aws[\w-]*:[\w-]*:[\w-]*:[\w-]*:([^\s"',)\]]+)/g;

/** Ids of tasks and the like: of 32 hex digits, eight tell it from its neighbours. */
const longId = /\b([0-9a-f]{8})(?:[0-9a-f]{24}|(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g;

/** Account and region in front of a repository's name say nothing at 3 a.m.; in a URL they are its host. */
const registry = /(?<!\/\/)\b\d{12}\.dkr[.-]ecr[\w.-]*\/(?=\w)/g;

/** What a URL asks for says little where it is long: signatures mostly. */
const longQuery = /(https?:\/\/[^\s"'?]{1,300}\?)[^\s"']{80,}/g;

/** The one thing to grant: without it, a refusal says nothing. */
const refusedAction = /not authorized to perform:? [\w-]+:\w+/i;

/** What AWS cut off in the middle of an ARN: which resource it was is lost. */
const cutArn = /\barn:aws[\w:-]*/g;

/** An answer in JSON inside a sentence: its message where it has one. AWS may have cut off its end. */
const json = /\{\s*"[^]*\}/;
const cutJson = /\{\s*"[^]*$/;

/** Nothing further is read: words that long are cut to a tenth of it anyway. */
const readLimit = 4000;

/** AWS's words, readable: on one line, ARNs and ids shortened, no JSON. */
export function readableWords(text: string, limit = longestWords): string {
  const line = cutAt(text, readLimit)
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(json, messageOf)
    .replace(cutJson, messageOf)
    .replace(arn, '$1')
    .replace(cutArn, 'arn:…')
    .replace(longQuery, '$1…')
    .replace(longId, '$1')
    .replace(registry, '')
    .replaceAll('`', "'")
    .trim();
  return line.length <= limit ? line : cutBefore(line, limit);
}

/** Cut in the middle where the end would take the refused action with it, else at the end. */
function cutBefore(line: string, limit: number): string {
  const found = refusedAction.exec(line);
  if (found === null || found.index + found[0].length < limit || found[0].length > limit / 2) {
    return cutWords(line, limit);
  }
  return `${cutWords(line.slice(0, found.index), limit - found[0].length - 3)} ${found[0]}…`;
}

function messageOf(found: string): string {
  const message = /"(?:message|error_?message|detail)"\s*:\s*"((?:[^"\\]|\\.){1,300})"/i.exec(found)?.[1];
  return message === undefined ? '…' : message.replace(/\\([nrt])/g, ' ').replace(/\\(["\\/])/g, '$1');
}

/** Cut at a word where there is one near, and never inside what stands for a secret. */
export function cutWords(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = cutAt(text, limit - 1).replace(/[\uD800-\uDBFF]$/u, '');
  const space = head.lastIndexOf(' ');
  return `${(space > limit * 0.7 ? head.slice(0, space) : head).trimEnd()}…`;
}

export function codeOf(text: string, limit = longestWords): Span {
  return { code: readableWords(text, limit) };
}
