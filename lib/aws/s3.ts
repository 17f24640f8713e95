import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Clock, Read } from '../core/ports.ts';
import type { Instant } from '../core/time.ts';
import { clientSettings, within } from './client.ts';
import { nameOf, portError, readFrom } from './errors.ts';
import { present } from '../core/present.ts';

export type ObjectPlace = { readonly bucket: string; readonly key: string };

/** `unchanged`: still what `ifNoneMatch` names. */
type ObjectText = { readonly text: string; readonly etag?: string; readonly versionId?: string } | 'unchanged';

export type ObjectVersion = {
  readonly versionId: string;
  readonly at: Instant;
  readonly latest: boolean;
  readonly etag?: string;
};

export type TextObjects = {
  readonly get: (
    place: ObjectPlace,
    options?: { readonly ifNoneMatch?: string; readonly versionId?: string },
  ) => Promise<Read<ObjectText>>;
  /**
   * `over`: only over the version of that ETag, or `nothing`: only where there is no object. Throws PortError;
   * `conflict` when somebody else was first.
   */
  readonly put: (place: ObjectPlace, text: string, options?: { readonly over?: Over }) => Promise<Put>;
  /** Newest first. */
  readonly versions: (place: ObjectPlace, limit: number) => Promise<Read<readonly ObjectVersion[]>>;
};

type Over = { readonly etag: string } | 'nothing';

type Put = { readonly etag?: string; readonly versionId?: string } | 'conflict';

export function openS3(): S3Client {
  return new S3Client(clientSettings);
}

/** `s3://bucket/key`; undefined when it is not of that form. */
export function placeOf(address: string): ObjectPlace | undefined {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

/** Text objects in S3: the live configuration. */
export function textObjects(client: S3Client, clock: Clock): TextObjects {
  return {
    get: async (place, options = {}) => readFrom(clock, async () => get(client, place, options)),
    put: async ({ bucket, key }, text, { over } = {}) => {
      const input = { Bucket: bucket, Key: key, Body: text, ContentType: 'application/yaml' };
      try {
        const answer = await client.send(new PutObjectCommand({ ...input, ...conditionOf(over) }), within());
        return present({ etag: answer.ETag, versionId: answer.VersionId });
      } catch (error) {
        // 409 while another write of the key is under way, 412 after it (conditional-writes).
        if (['PreconditionFailed', 'ConditionalRequestConflict'].includes(nameOf(error))) return 'conflict';
        throw portError(error, `write s3://${bucket}/${key}`, { interrupted: 'retry' });
      }
    },
    versions: async ({ bucket, key }, limit) =>
      readFrom(clock, async () => {
        const answer = await client.send(
          new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, MaxKeys: limit }),
          within(),
        );
        return (answer.Versions ?? []).flatMap((each) =>
          each.Key !== key || each.VersionId === undefined
            ? []
            : [
                {
                  versionId: each.VersionId,
                  at: each.LastModified?.getTime() ?? 0,
                  latest: each.IsLatest === true,
                  ...present({ etag: each.ETag }),
                },
              ],
        );
      }),
  };
}

/** `*` is the only value that PutObject takes for If-None-Match (API_PutObject). */
function conditionOf(over: Over | undefined): { readonly IfMatch?: string; readonly IfNoneMatch?: '*' } {
  if (over === undefined) return {};
  return over === 'nothing' ? { IfNoneMatch: '*' } : { IfMatch: over.etag };
}

async function get(
  client: S3Client,
  { bucket, key }: ObjectPlace,
  { ifNoneMatch, versionId }: { readonly ifNoneMatch?: string; readonly versionId?: string },
): Promise<ObjectText> {
  try {
    const answer = await client.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...present({ IfNoneMatch: ifNoneMatch, VersionId: versionId }),
      }),
      within(),
    );
    const text = (await answer.Body?.transformToString('utf-8')) ?? '';
    return { text, ...present({ etag: answer.ETag, versionId: answer.VersionId }) };
  } catch (error) {
    // Not modified is an error to the SDK: it has a status of 304 and no body.
    if (statusOf(error) === 304) return 'unchanged';
    throw error;
  }
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  return (error.$metadata as { readonly httpStatusCode?: number }).httpStatusCode;
}
