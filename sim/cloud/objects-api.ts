import { createHash } from 'node:crypto';
import type { WireHandlers } from '../wire.ts';
import { awsError, bodyOf } from '../wire.ts';

/** What S3 answers, for objects of text: by `bucket/key`. */
export function objectOperations(objects: ReadonlyMap<string, string>): WireHandlers {
  return {
    'S3.GetObject': ({ Bucket, Key, IfNoneMatch }: { Bucket: string; Key: string; IfNoneMatch?: string }) => {
      const text = objects.get(`${Bucket}/${Key}`);
      if (text === undefined)
        throw awsError('NoSuchKey', { message: 'The specified key does not exist.', status: 404 });
      const ETag = `"${createHash('md5').update(text).digest('hex')}"`;
      if (IfNoneMatch === ETag) throw awsError('NotModified', { status: 304 });
      return { Body: bodyOf(text), ETag };
    },
  };
}
