import type { ContainerChange } from '../../core/event.ts';
import { isEndOnRequest } from './exit-codes.ts';
import type { Explanation } from './explanation.ts';
import type { Stop } from './stop.ts';
import { hasOwnError, only } from './stop.ts';
import { foldText } from './text-pattern.ts';

/** The container to blame for a failure. Undefined where the event does not tell: never a guess. */
export function culpritOf(explanation: Explanation, stop: Stop): ContainerChange | undefined {
  const { row, container } = explanation;
  if (row.id === 'dependency')
    return dependencyNamed(container?.reason ?? stop.task.stoppedReason ?? '', stop) ?? container;
  if (container !== undefined) return container;
  if (row.failure === 'exit-code') return row.fallback ? culpritOfUnknown(stop) : firstToEnd(stop);
  if (row.fallback) return only(stop.essential, ({ reason }) => reason !== undefined);
  if (row.about === 'task') return undefined;
  return stop.containers.length === 1 ? stop.containers[0] : namedInText(stop);
}

const isSilent = ({ exitCode }: ContainerChange): boolean => exitCode === undefined;
const isKilled = ({ exitCode }: ContainerChange): boolean => exitCode === 137;
const endedWell = ({ exitCode }: ContainerChange): boolean => exitCode === 0;
const obeyed = ({ exitCode }: ContainerChange): boolean => isEndOnRequest(exitCode);

/**
 * Who ended first, so that the task stopped: an error of its own, else a SIGKILL (the rest ended on SIGTERM), else the
 * one nobody knows an exit code of, else the one that ended well, else the one that got a SIGTERM. Beside one without an
 * exit code, those that ended well or on SIGTERM may only have obeyed.
 */
function firstToEnd({ essential }: Stop): ContainerChange | undefined {
  const failed = essential.filter(hasOwnError);
  if (failed.length > 0) return failed.find(({ reason }) => reason !== undefined) ?? failed[0];
  if (essential.some(isSilent) && !essential.some(isKilled)) return only(essential, isSilent);
  const found = [isKilled, endedWell, obeyed].find((ended) => essential.some(ended));
  return found === undefined ? undefined : only(essential, found);
}

function culpritOfUnknown({ essential }: Stop): ContainerChange | undefined {
  return essential.find(hasOwnError) ?? only(essential, ({ reason }) => reason !== undefined);
}

/** The agent writes "container ordering dependency [NAME…] for target [NAME…]" (dependencygraph/graph.go). */
function dependencyNamed(text: string, stop: Stop): ContainerChange | undefined {
  const name = /dependency \[([^\s(\]]+)/.exec(text)?.[1];
  return stop.containers.find((container) => container.name === name);
}

/** The container a text of the task names: by its name in quotes or brackets, else by its image. */
function namedInText({ containers, task }: Stop): ContainerChange | undefined {
  const words = foldText(task.stoppedReason ?? '');
  const byName = only(containers, ({ name }) => isQuoted(words, foldText(name)));
  if (byName !== undefined) return byName;
  for (const isNamed of [namesWholeImage, namesRepository, namesRegistryPath]) {
    const named = containers.filter(({ image }) => image !== undefined && isNamed(words, foldText(image)));
    if (named.length === 1) return named[0];
    if (named.length > 1) return only(named, ({ exitCode }) => exitCode === undefined);
  }
  return undefined;
}

function isQuoted(words: string, name: string): boolean {
  return [`container "${name}"`, `container '${name}'`, `container [${name}]`, `container: ${name} `].some((form) =>
    words.includes(form),
  );
}

const namesWholeImage = (words: string, image: string): boolean => standsIn(words, image);

const namesRepository = (words: string, image: string): boolean => standsIn(words, repositoryOf(image));

/** Errors of the registry show its URL: `https://registry-1.docker.io/v2/library/redis/manifests/…`. */
function namesRegistryPath(words: string, image: string): boolean {
  const path = repositoryOf(image).replace(/^[^/]*[.:][^/]*\//, '');
  return [`/v2/${path}/`, `/v2/library/${path}/`].some((url) => words.includes(url));
}

/** `repo:tag` or `repo@sha256:…` without what follows the repository. A port of the registry is kept. */
const repositoryOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');

const nameEnd = /[\s"'`:@,)\]]/;
const nameStart = /[\s"'`/(=[]/;

/** Whether a name stands in a text as a whole, not as a part of another name. */
function standsIn(words: string, name: string): boolean {
  if (name === '') return false;
  for (let at = words.indexOf(name); at >= 0; at = words.indexOf(name, at + 1)) {
    const before = words[at - 1];
    const after = words[at + name.length];
    if ((before === undefined || nameStart.test(before)) && (after === undefined || nameEnd.test(after))) return true;
  }
  return false;
}
