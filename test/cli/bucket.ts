import { awsError, bodyOf } from '../../sim/wire.ts';
import type { WireHandlers } from '../../sim/wire.ts';

type Version = { readonly id: string; readonly text: string; readonly etag: string; readonly at: number };

type Key = { readonly Bucket: string; readonly Key: string; readonly VersionId?: string };
type Put = Key & { readonly Body: string; readonly IfMatch?: string; readonly IfNoneMatch?: string };

/** One versioned object, oldest version first, as S3 keeps it. `beforePut` is what others do just before we write. */
export function bucketWith(texts: readonly string[], beforePut: (add: (text: string) => void) => void = () => {}) {
  const versions: Version[] = [];
  const add = (text: string): void => {
    const serial = versions.length + 1;
    versions.push({
      id: `v${serial}-abcdef`,
      text,
      etag: `"${hash(text)}"`,
      at: Date.parse('2026-11-19T00:00:00Z') + serial * 3_600_000,
    });
  };
  for (const text of texts) add(text);
  const handlers: WireHandlers = {
    'S3.GetObject': ({ VersionId }: Key) => {
      const found = VersionId === undefined ? versions.at(-1) : versions.find(({ id }) => id === VersionId);
      if (found === undefined) throw awsError('NoSuchKey', { status: 404 });
      return { Body: bodyOf(found.text), ETag: found.etag, VersionId: found.id };
    },
    'S3.PutObject': ({ Body, IfMatch, IfNoneMatch }: Put) => {
      beforePut(add);
      const isTaken = IfNoneMatch === '*' && versions.length > 0;
      if (isTaken || (IfMatch !== undefined && versions.at(-1)?.etag !== IfMatch)) {
        throw awsError('PreconditionFailed', { status: 412 });
      }
      add(Body);
      return { ETag: versions.at(-1)?.etag, VersionId: versions.at(-1)?.id };
    },
    'S3.ListObjectVersions': ({ Prefix }: { readonly Prefix: string }) => ({
      Versions: versions.toReversed().map(({ id, etag, at }, place) => ({
        Key: Prefix,
        VersionId: id,
        ETag: etag,
        LastModified: new Date(at),
        IsLatest: place === 0,
      })),
    }),
  };
  return { handlers, versions };
}

function hash(text: string): string {
  return Buffer.from(text).toString('base64url').slice(-24);
}
