import { readConfiguration } from '../../lib/app/config/load.ts';
import { faultJson, tellFaults, tellWarnings } from './faults.ts';
import { CommandFailure } from '../failure.ts';
import { fileText } from '../file.ts';
import type { Io } from '../io.ts';
import { painter, print, printJson } from '../terminal.ts';
import { diffLines } from './diff-lines.ts';
import type { LiveOptions } from './live-object.ts';
import { liveText, openLive, replace } from './live-object.ts';

type Options = LiveOptions & { readonly json?: true };

/** Puts a file live. It is checked first, and written only over what was compared with. */
export async function push(file: string, options: Options, io: Io): Promise<void> {
  const live = await openLive(options, io);
  const text = await checkedText(file, options, io);
  const before = await liveText(live);
  if (before?.text === text) {
    if (options.json) printJson(io, [{ type: 'pushed', changed: false, address: live.address }]);
    else print(io, [`${file} is live already: nothing was written`]);
    return;
  }
  const lines = diffLines({ name: live.address, text: before?.text ?? '' }, { name: file, text }, painter(io));
  if (!options.json) print(io, lines);
  const versionId = await replace(live, text, before);
  const pushed = {
    type: 'pushed',
    changed: true,
    address: live.address,
    ...(versionId !== undefined && { versionId }),
  };
  if (options.json) printJson(io, [pushed]);
  else {
    const version = versionId === undefined ? '' : `, version ${versionId}`;
    print(io, ['', `live${version}; the functions read it within a minute. Back: watchkeeper config rollback`]);
  }
}

/** What a push would change. With `exitCode` it ends with 1 when something would, so that a pipeline can ask. */
export async function diff(file: string, options: Options & { readonly exitCode?: true }, io: Io): Promise<void> {
  const live = await openLive(options, io);
  const text = await fileText(file, io);
  const before = await liveText(live);
  const plain = diffLines({ name: live.address, text: before?.text ?? '' }, { name: file, text });
  const changed = before?.text !== text;
  if (options.json) printJson(io, [{ type: 'diff', changed, address: live.address, lines: plain }]);
  else if (!changed) print(io, [`${file} is what is live`]);
  else print(io, diffLines({ name: live.address, text: before?.text ?? '' }, { name: file, text }, painter(io)));
  if (changed && options.exitCode) throw new CommandFailure(1);
}

/** The file's text, once it has no fault; its warnings are told. */
async function checkedText(file: string, { json }: Options, io: Io): Promise<string> {
  const text = await fileText(file, io);
  const result = readConfiguration(text);
  if ('faults' in result) {
    if (json) printJson(io, faultJson(file, result.faults));
    else tellFaults(file, result.faults, io);
    throw new CommandFailure(1, 'nothing was pushed — correct the file and push again');
  }
  if (!json) tellWarnings(file, result, io);
  return text;
}
