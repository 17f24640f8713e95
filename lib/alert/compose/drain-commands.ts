import type { Alert, Cause } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';
import { minuteMs } from '../../core/time.ts';
import type { CommandPlace } from '../../ecs/commands.ts';
import { drainCommands as commands } from '../../ecs/draining/commands.ts';
import { drainCommandTexts as texts } from '../texts/drain.ts';
import { readableWords } from './untrusted-words.ts';

type Command = { readonly what: Text; readonly command: string; readonly fills?: Readonly<Record<string, string>> };

const extendedMs = 30 * minuteMs;
const causesShown = 3;

/** What a person can do about a drain, ready to paste. */
export function drainCommandsOf(alert: Alert): readonly Command[] {
  const { subject, next, status, causes } = alert;
  const { instance } = next.fills ?? {};
  if (status !== 'firing' || typeof instance !== 'string') return [];
  const place = { region: subject.region, cluster: subject.cluster };
  return [
    { what: texts.explain, command: commands.explain(place, instance) },
    ...waitCommands(alert, place, instance),
    ...causes.slice(0, causesShown).flatMap((cause) => causeCommands(cause, place)),
  ];
}

/** Longer, over at once, or taken back: each where it is possible. */
function waitCommands(alert: Alert, place: CommandPlace, instance: string): readonly Command[] {
  const { code, at, fills: { mode, hook, group } = {} } = alert.next;
  const which = whichOf(alert) ?? { instance };
  const isOurs = mode === 'act' && code !== 'drain_ends_ec2';
  const all: Command[] = [];
  if (isOurs && code === 'drain_ends_us' && at !== undefined) {
    all.push({ what: texts.extend, command: commands.extend(which, extendedMs) });
    all.push({ what: texts.extendPlain, command: commands.putExtend(place, instance, extendedMs) });
  }
  if (isOurs) all.push({ what: texts.force, command: commands.force(which) });
  if (typeof hook === 'string' && typeof group === 'string')
    all.push({ what: texts.complete, command: commands.complete(place, { instance, hook, group }) });
  if (isOurs && hook === undefined) all.push({ what: texts.cancel, command: commands.cancel(which) });
  return all;
}

/** All of a group, where several of them are stuck; undefined: it is about one. */
export function whichOf({ next }: Alert): { readonly group: string } | undefined {
  const { group, stuck } = next.fills ?? {};
  return typeof group === 'string' && typeof stuck === 'number' && stuck > 1 ? { group } : undefined;
}

function causeCommands({ id, fills = {} }: Cause, place: CommandPlace): readonly Command[] {
  const { service, names: name, task, cluster } = fills;
  const names = { names: readableWords(String(name ?? ''), 60) };
  const where = { ...place, cluster: String(cluster ?? place.cluster) };
  if (id === 'drain_deadlock' && typeof service === 'string') {
    const { minimumPercent, maximumPercent, minimumNeeded, maximumNeeded } = fills;
    const limits = (minimum: unknown, maximum: unknown) =>
      commands.setLimits(where, service, { minimum: Number(minimum), maximum: Number(maximum) });
    return [
      { what: texts.maximum, fills: names, command: limits(minimumPercent, maximumNeeded) },
      { what: texts.minimum, fills: names, command: limits(minimumNeeded, maximumPercent) },
    ];
  }
  if (typeof task !== 'string') return [];
  if (id === 'drain_standalone') return [{ what: texts.stop, fills: names, command: commands.stopTask(where, task) }];
  if (id !== 'drain_protected') return [];
  return [{ what: texts.unprotect, fills: names, command: commands.unprotect(where, task) }];
}
