import type { ObjectPlace, ObjectVersion, TextObjects } from '../../lib/aws/s3.ts';
import { placeOf } from '../../lib/aws/s3.ts';
import { unread } from '../aws-refusal.ts';
import { fault, usageError } from '../failure.ts';
import type { Io } from '../io.ts';

/** The configuration in S3 that the functions read. */
export type Live = {
  readonly address: string;
  readonly place: ObjectPlace;
  readonly objects: TextObjects;
};

export type LiveText = { readonly text: string; readonly etag?: string; readonly versionId?: string };

export type LiveOptions = { readonly address?: string; readonly region?: string };

/** Versions looked at: as many as the bucket keeps for good (`forget-old-versions` in the stack). */
const mostVersions = 50;

/** Where the live configuration is: `--address`, else WATCHKEEPER_CONFIG. */
export async function openLive(options: LiveOptions, io: Io): Promise<Live> {
  const given = options.address ?? io.env['WATCHKEEPER_CONFIG'] ?? '';
  if (given === '') {
    throw usageError(
      'config needs the address of the live configuration',
      "give --address s3://BUCKET/watchkeeper.yml or set WATCHKEEPER_CONFIG; it is the stack's output ConfigurationAddress",
    );
  }
  const place = placeOf(given);
  if (place === undefined) {
    throw usageError(
      `${given} is not the address of an object in S3`,
      "write s3://BUCKET/watchkeeper.yml, the stack's output ConfigurationAddress",
    );
  }
  return { address: given, place, objects: await io.account.objects(options.region) };
}

/** What is live now; undefined when nothing has been pushed yet. */
export async function liveText({ objects, place, address }: Live, versionId?: string): Promise<LiveText | undefined> {
  const read = await objects.get(place, versionId === undefined ? {} : { versionId });
  if (!read.ok && read.reason === 'not-found' && versionId === undefined) return undefined;
  if (!read.ok) throw unread(versionId === undefined ? address : `version ${versionId} of ${address}`, read.reason);
  if (read.value === 'unchanged') throw unread(address, 'unreadable');
  return read.value;
}

export async function liveVersions({ objects, place, address }: Live): Promise<readonly ObjectVersion[]> {
  const read = await objects.versions(place, mostVersions);
  if (!read.ok) throw unread(`the versions of ${address}`, read.reason);
  return read.value;
}

/** Writes over what was read, be it nothing, and over nothing else. Gives the new version's id. */
export async function replace(live: Live, text: string, read: LiveText | undefined): Promise<string | undefined> {
  const over = read === undefined ? 'nothing' : read.etag === undefined ? undefined : { etag: read.etag };
  const put = await live.objects.put(live.place, text, over === undefined ? {} : { over });
  if (put === 'conflict') {
    throw fault(
      'somebody else changed the live configuration meanwhile: nothing was written',
      'look at theirs with `watchkeeper config diff`, then do it again',
    );
  }
  return put.versionId;
}
