import { text } from 'node:stream/consumers';
import type { Fault } from './faults.ts';
import type { Arrived, Asked, Reply } from './message.ts';
import { requestId } from './message.ts';
import { escaped } from './xml.ts';

/** `GET /bucket/key`: what S3 is asked here, by its path because an address of numbers has no names before it. */
export function readObjectRequest({ method, path, headers }: Arrived): Asked | undefined {
  const [, bucket, key] = /^\/([^/]+)\/(.+)$/u.exec(path) ?? [];
  if (method !== 'GET' || bucket === undefined || key === undefined) return undefined;
  const known = headers['if-none-match'];
  return {
    operation: 'S3.GetObject',
    input: {
      Bucket: bucket,
      Key: decodeURIComponent(key),
      ...(known !== undefined && { IfNoneMatch: known }),
    },
    reply: answer,
    refuse,
  };
}

async function answer(output: unknown): Promise<Reply> {
  const { Body: body, ETag: etag = '' } = output as { readonly Body?: unknown; readonly ETag?: string };
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', etag, 'x-amz-request-id': requestId },
    body: await textOf(body),
  };
}

async function textOf(body: unknown): Promise<string> {
  if (typeof body !== 'object' || body === null) return '';
  if ('transformToString' in body && typeof body.transformToString === 'function') {
    return String(await body.transformToString());
  }
  return text(body as NodeJS.ReadableStream);
}

/** An answer that says "not modified" has no body. */
function refuse({ name, message, status }: Fault): Reply {
  const body = `<Error><Code>${escaped(name)}</Code><Message>${escaped(message)}</Message></Error>`;
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: status === 304 ? '' : body,
  };
}
