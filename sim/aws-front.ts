import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What one AWS call was: `SQS.SendMessageBatch` and the like, with its input. */
export type FrontCall = { readonly name: string; readonly input: Readonly<Record<string, unknown>> };

/** Answers of calls by name. What has no answer is denied, as it would be for a function without the right. */
export type FrontAnswers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => unknown>>;

export type AwsFront = {
  readonly url: string;
  readonly calls: readonly FrontCall[];
  readonly close: () => Promise<void>;
};

/** Prefixes of X-Amz-Target, by service. */
const services: Readonly<Record<string, string>> = {
  AmazonSQS: 'SQS',
  AmazonSSM: 'SSM',
  AmazonEC2ContainerServiceV20141113: 'ECS',
  Logs_20140328: 'Logs',
  CloudTrail_20131101: 'CloudTrail',
  'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101': 'CloudTrail',
  AmazonEC2ContainerRegistry_V20150921: 'ECR',
};

/** A local address that speaks AWS's JSON protocols, so that built functions can be pointed at it. */
export async function startAwsFront(answers: FrontAnswers): Promise<AwsFront> {
  const calls: FrontCall[] = [];
  const server = createServer((request, response) => {
    answer(request, response, { answers, calls }).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => void server.close(() => done()));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { answers, calls }: { readonly answers: FrontAnswers; readonly calls: FrontCall[] },
): Promise<void> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const target = String(request.headers['x-amz-target'] ?? '');
  const dot = target.lastIndexOf('.');
  const name = `${services[target.slice(0, dot)] ?? target.slice(0, dot)}.${target.slice(dot + 1)}`;
  const input = body.startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : {};
  calls.push({ name, input });
  const reply = answers[name];
  response.setHeader('content-type', request.headers['content-type'] ?? 'application/x-amz-json-1.1');
  if (reply === undefined) {
    response.writeHead(400).end(JSON.stringify({ __type: 'AccessDeniedException', message: `no right to ${name}` }));
    return;
  }
  response.writeHead(200).end(JSON.stringify(reply(input)));
}

/** The answer of SendMessageBatch when all is well (API_SendMessageBatch). */
export function batchAccepted(input: Readonly<Record<string, unknown>>): unknown {
  const entries = Array.isArray(input['Entries'])
    ? (input['Entries'] as { readonly Id: string; readonly MessageBody: string }[])
    : [];
  return { Successful: entries.map(({ Id }) => ({ Id, MessageId: `m-${Id}`, MD5OfMessageBody: '' })), Failed: [] };
}
