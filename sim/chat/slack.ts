import type { Instant } from '../../lib/core/time.ts';
import type { Fault, Faults } from './faults.ts';
import { newFaults } from './faults.ts';
import type { Answer, Arrived, Service } from './server.ts';
import { listen } from './server.ts';
import type { MethodAnswer } from './slack-methods.ts';
import { failure, slackMethods } from './slack-methods.ts';
import type { SlackState } from './slack-state.ts';
import { newSlackState } from './slack-state.ts';

/** `url`: the base of the Web API (`…/api`). `webhookUrl`: an incoming webhook that posts to `webhookChannel`. */
/** A Slack workspace: what it holds, what goes wrong with it, and what it answers. */
export type SlackWorkspace = { readonly state: SlackState; readonly faults: Faults; readonly service: Service };

export type SlackServer = SlackWorkspace & {
  readonly url: string;
  readonly webhookUrl: string;
  readonly close: () => Promise<void>;
};

const webhookChannel = 'C0WEBHOOK';
const webhookPath = '/services/T0SIM/B0SIM/simulated';

/** A Slack workspace. It takes any token that begins with `xoxb-` and any channel id, unless told. */
export function slackWorkspace(now: () => Instant): SlackWorkspace {
  const state = newSlackState();
  const service = {
    name: ({ path }: Arrived) => (path.startsWith('/services/') ? 'webhook' : path.replace(/^\/api\//, '')),
    carryOut: (request: Arrived) => carryOut(state, request, now()),
    faulty,
  };
  return { state, faults: newFaults(), service };
}

/** A Slack workspace behind an address of this machine. */
export async function startSlackServer({
  port,
  now,
}: {
  readonly port?: number;
  readonly now: () => Instant;
}): Promise<SlackServer> {
  const workspace = slackWorkspace(now);
  const { url, close } = await listen(workspace.service, workspace.faults, port);
  return { ...workspace, url: `${url}/api`, webhookUrl: `${url}${webhookPath}`, close };
}

function carryOut(state: SlackState, request: Arrived, now: Instant): Answer {
  if (request.path.startsWith('/services/')) return viaWebhook(state, request, now);
  const name = request.path.replace(/^\/api\//, '');
  const args = argumentsOf(request);
  const answer = run(state, { name, args, token: tokenOf(request) }, now);
  const channel = typeof args['channel'] === 'string' ? args['channel'] : '';
  note(state, { method: name, channel, at: now, ok: answer.body['ok'] === true });
  return answerOf(answer);
}

type Called = { readonly name: string; readonly args: Readonly<Record<string, unknown>>; readonly token: string };

function run(state: SlackState, { name, args, token }: Called, now: Instant): MethodAnswer {
  const method = slackMethods[name];
  if (method === undefined) return failure('unknown_method');
  const valid = state.tokens.size === 0 ? token.startsWith('xoxb-') : state.tokens.has(token);
  if (!valid) return failure('invalid_auth');
  if (method.scopes.length > 0 && !method.scopes.some((scope) => state.scopes.has(scope)))
    return failure('missing_scope');
  return method.run({ state, args, now });
}

/** The webhook answers in words and never names a message. */
function viaWebhook(state: SlackState, request: Arrived, now: Instant): Answer {
  if (request.path !== webhookPath) return { status: 404, body: 'no_service', headers: plainText };
  const args = { ...argumentsOf(request), channel: webhookChannel };
  const posted = slackMethods['chat.postMessage']?.run({ state, args, now }) ?? failure('unknown_method');
  const ok = posted.body['ok'] === true;
  note(state, { method: 'webhook', channel: webhookChannel, at: now, ok });
  if (posted.status === 429) return answerOf(posted);
  return { status: ok ? 200 : 400, body: ok ? 'ok' : String(posted.body['error']), headers: plainText };
}

const plainText = { 'content-type': 'text/html' };

function note(state: SlackState, seen: SlackState['calls'][number]): void {
  state.calls.push(seen);
  for (const listener of state.listeners) listener();
}

function tokenOf({ headers }: Arrived): string {
  return (headers['authorization'] ?? '').replace(/^Bearer /, '');
}

/** Write methods take JSON; what arrives as a form is read as one. */
function argumentsOf({ headers, body, query }: Arrived): Readonly<Record<string, unknown>> {
  if (!(headers['content-type'] ?? '').startsWith('application/json')) {
    return { ...Object.fromEntries(query), ...Object.fromEntries(new URLSearchParams(body)) };
  }
  const parsed: unknown = JSON.parse(body);
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}

function answerOf({ status = 200, body, retryAfterS }: MethodAnswer): Answer {
  const headers = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  return { status, body: JSON.stringify(body), headers };
}

function faulty({ status, error, retryAfterS, body }: Fault): Answer {
  const code = error ?? (status === 429 ? 'ratelimited' : undefined);
  const said = body ?? (code === undefined ? '<html>unavailable</html>' : JSON.stringify({ ok: false, error: code }));
  const headers = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  return { status: status ?? 200, body: said, headers };
}
