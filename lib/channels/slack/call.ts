import type { Paces } from '../../core/delivery.ts';
import { PortError } from '../../core/outcome.ts';
import type { DeliveryContext, Finding, Secrets } from '../deliver.ts';
import { findingOf, outOfTime, timeoutFor, withSecret } from '../deliver.ts';
import type { HttpAnswer, Send } from '../http.ts';
import { retryAtOf, slowDown } from '../status.ts';
import type { Refusal } from './refusals.ts';
import { refusalOf } from './refusals.ts';

const slackUrl = 'https://slack.com/api';

/** `baseUrl`: where the Web API is (`SLACK_API_URL`), `https://slack.com/api` by default. */
export type SlackOptions = {
  readonly secret: Secrets;
  readonly paces: Paces;
  readonly send?: Send;
  readonly baseUrl?: string;
};

export type SlackAnswer =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly refusal: Refusal; readonly finding: Finding };

/**
 * Calls one method. `once`: a repeat would be seen (a post), so that an answer that is lost makes the outcome unknown;
 * the others may simply be tried again. Throws nothing but mistakes of ours.
 */
export type SlackCall = (
  method: 'chat.postMessage' | 'chat.update' | 'conversations.history' | 'conversations.replies' | 'reactions.get',
  args: Readonly<Record<string, unknown>>,
) => Promise<SlackAnswer>;

type Line = {
  readonly options: SlackOptions & { readonly send: Send };
  readonly tokenParameter: string;
  /** The pace this channel keeps. */
  readonly pace: string;
  readonly context: DeliveryContext;
};

/** The way to Slack during one delivery. The token is fetched at the first call, and again when it is refused. */
export function slackCall(line: Line): SlackCall {
  return async (method, args) => {
    try {
      const { answer } = await withSecret(line.options.secret, line.tokenParameter, async (token) => {
        const tried = await exchange(line, { method, args, token });
        return { answer: tried, refused: !tried.ok && tried.refusal === 'token' };
      });
      return answer;
    } catch (error) {
      return failed(method, findingOf(error, line.context.now()));
    }
  };
}

type Call = {
  readonly method: Parameters<SlackCall>[0];
  readonly args: Parameters<SlackCall>[1];
  readonly token: string;
};

async function exchange(line: Line, { method, args, token }: Call): Promise<SlackAnswer> {
  const { options, context } = line;
  const timeoutMs = timeoutFor(context);
  if (timeoutMs === undefined) return failed(method, outOfTime);
  const answer = await options.send({
    url: `${options.baseUrl ?? slackUrl}/${method}`,
    method: 'POST',
    headers: { ...headersOf(method), authorization: `Bearer ${token}` },
    body: bodyOf(method, args),
    timeoutMs,
    at: context.now(),
  });
  if (answer.status !== 429) return answered(method, answer, context);
  const finding = slowDown(`Slack (${method})`, answer, context.now());
  await options.paces.block(line.pace, finding.retryAt);
  return { ok: false, refusal: 'passing', finding };
}

/** Methods that read take a form, not JSON: https://docs.slack.dev/apis/web-api "Evaluating responses" and "POST bodies". */
function isForm(method: string): boolean {
  return !method.startsWith('chat.');
}

function headersOf(method: string): Record<string, string> {
  const type = isForm(method) ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8';
  return { 'content-type': type, accept: 'application/json' };
}

function bodyOf(method: string, args: Readonly<Record<string, unknown>>): string {
  if (!isForm(method)) return JSON.stringify(args);
  return new URLSearchParams(
    Object.entries(args).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

function answered(method: Call['method'], answer: HttpAnswer, context: DeliveryContext): SlackAnswer {
  const body = parsed(answer.body);
  if (answer.status >= 200 && answer.status < 300 && body !== undefined) {
    return body['ok'] === true ? { ok: true, body } : refused(method, body['error'], context);
  }
  if (typeof body?.['error'] === 'string') return refused(method, body['error'], context);
  return failed(method, statusFinding(method, answer, context));
}

/** Answers of something in between (a gateway, a proxy), not of the Web API. */
function statusFinding(method: string, answer: HttpAnswer, context: DeliveryContext): Finding {
  const { status } = answer;
  const reason = `${method}: status ${status} without an answer of the API`;
  if (status === 503) {
    const retryAt = retryAtOf(answer, context.now());
    return { result: 'retry', reason, ...(retryAt === undefined ? {} : { retryAt }) };
  }
  return { result: status >= 300 && status < 500 ? 'permanent' : 'unknown', reason };
}

function refused(method: Call['method'], error: unknown, context: DeliveryContext): SlackAnswer {
  const code = typeof error === 'string' && /^[a-z0-9_]{1,60}$/.test(error) ? error : 'an unreadable error';
  const { means, fix } = refusalOf(code);
  const reason = `${method}: ${code}${fix === undefined ? '' : ` (${fix})`}`;
  if (means === 'maybe') return failed(method, { result: 'unknown', reason });
  if (means !== 'passing') return { ok: false, refusal: means, finding: { result: 'permanent', reason } };
  return { ok: false, refusal: means, finding: { result: 'retry', reason, retryAt: context.now() + 30_000 } };
}

/** Not refused but failed: what may have been carried out is unknown for a post, and simply not done for the rest. */
function failed(method: Call['method'], finding: Finding): SlackAnswer {
  const unknown = finding.result === 'unknown';
  const settled: Finding = unknown && method !== 'chat.postMessage' ? { ...finding, result: 'retry' } : finding;
  return {
    ok: false,
    refusal: finding.result === 'permanent' ? 'permanent' : unknown ? 'maybe' : 'passing',
    finding: settled,
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return record(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A value as an object, or undefined. */
export function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

export function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown) => record(item)).filter((item) => item !== undefined);
}

/** The finding as an error, for reads that are no delivery. */
export function thrown(finding: Finding, now: number): PortError {
  const verdict = finding.result === 'done' ? 'unknown' : finding.result;
  const waitMs = finding.retryAt === undefined ? {} : { waitMs: Math.max(0, finding.retryAt - now) };
  return new PortError(verdict, finding.reason, waitMs);
}
