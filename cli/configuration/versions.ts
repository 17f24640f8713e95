import { readConfiguration } from '../../lib/app/config/load.ts';
import type { ObjectVersion } from '../../lib/aws/s3.ts';
import { isoTime } from '../../lib/core/time.ts';
import { CommandFailure, fault, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import { aligned, painter, print, printJson } from '../terminal.ts';
import { clockIn, dateAndTime, localMoment, localZone } from '../time.ts';
import { diffLines } from './diff-lines.ts';
import { tellFaults } from './faults.ts';
import type { Live, LiveOptions, LiveText } from './live-object.ts';
import { liveText, liveVersions, openLive, replace } from './live-object.ts';

type RollBackOptions = LiveOptions & { readonly json?: true; readonly to?: string; readonly dryRun?: true };

type Earlier = { readonly version: ObjectVersion; readonly text: string };

/** Copies an earlier version over the live one, after showing what that changes. */
export async function rollBack(options: RollBackOptions, io: Io): Promise<void> {
  const live = await openLive(options, io);
  const now = await liveText(live);
  if (now === undefined) throw fault(`nothing is live at ${live.address}`, 'push a file: watchkeeper config push');
  const earlier = await earlierOf(live, now, options.to);
  refuseFaulty(earlier, options, io);
  const before = { name: `${live.address} (live)`, text: now.text };
  const after = { name: `${live.address} (${earlier.version.versionId})`, text: earlier.text };
  if (!options.json) print(io, diffLines(before, after, painter(io)));
  const told = { address: live.address, from: earlier.version.versionId };
  if (options.dryRun) {
    if (options.json) printJson(io, [{ type: 'rollback', dryRun: true, ...told, lines: diffLines(before, after) }]);
    else print(io, ['', 'dry run: nothing was written']);
    return;
  }
  const versionId = await replace(live, earlier.text, now);
  if (options.json)
    printJson(io, [{ type: 'rollback', dryRun: false, ...told, versionId, lines: diffLines(before, after) }]);
  else print(io, ['', `live again: version ${earlier.version.versionId} of ${localMoment(earlier.version.at, io)}`]);
}

/** An older file may have been good for an older Watchkeeper only: then the functions would not take it. */
function refuseFaulty({ version, text }: Earlier, options: RollBackOptions, io: Io): void {
  const result = readConfiguration(text);
  if (!('faults' in result)) return;
  if (!options.json) tellFaults(`version ${version.versionId}`, result.faults, io);
  throw new CommandFailure(
    1,
    `version ${version.versionId} cannot be used by this Watchkeeper — name another with --to`,
  );
}

async function earlierOf(live: Live, now: LiveText, to: string | undefined): Promise<Earlier> {
  const versions = await liveVersions(live);
  if (to !== undefined) return named(live, versions, to);
  for (const version of versions.filter(({ latest }) => !latest)) {
    if (version.etag !== undefined && version.etag === now.etag) continue;
    const old = await liveText(live, version.versionId);
    if (old !== undefined && old.text !== now.text) return { version, text: old.text };
  }
  throw fault('there is no earlier version to go back to', 'see them with `watchkeeper config show --versions`');
}

async function named(live: Live, versions: readonly ObjectVersion[], to: string): Promise<Earlier> {
  const found = versions.filter(({ versionId }) => versionId.startsWith(to));
  const [version] = found;
  if (version === undefined || found.length > 1) {
    const problem = found.length > 1 ? `${found.length} versions begin with ${to}` : `there is no version ${to}`;
    throw usageError(problem, 'see them with `watchkeeper config show --versions`');
  }
  const old = await liveText(live, version.versionId);
  return { version, text: old?.text ?? '' };
}

type ShowOptions = LiveOptions & { readonly json?: true; readonly versions?: true };

/** Stdout is the text and nothing else, so that it can be kept in a file. */
export async function show(options: ShowOptions, io: Io): Promise<void> {
  const live = await openLive(options, io);
  if (options.versions) return showVersions(live, options, io);
  const now = await liveText(live);
  if (now === undefined) {
    throw fault(
      `nothing is live at ${live.address}`,
      'the functions use the file they were built with; push one to change that',
    );
  }
  if (options.json) printJson(io, [{ type: 'configuration', address: live.address, ...now }]);
  else io.stdout.write(now.text);
}

async function showVersions(live: Live, { json }: ShowOptions, io: Io): Promise<void> {
  const versions = await liveVersions(live);
  if (json) {
    printJson(
      io,
      versions.map(({ at, ...each }) => ({ type: 'version', ...each, at: isoTime(at) })),
    );
    return;
  }
  const rows = versions.map((each) => [each.versionId, timeOf(each, io), each.latest ? 'live' : '']);
  print(io, aligned([['VERSION', `WRITTEN (${localZone(io)})`, ''], ...rows], painter(io)));
}

function timeOf({ at }: ObjectVersion, io: Io): string {
  return dateAndTime(at, clockIn(localZone(io), io.now()));
}
