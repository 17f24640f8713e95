import { createHash } from 'node:crypto';
import type { Account } from './model.ts';
import type { Program } from './surroundings.ts';

/** `host`: absent for Docker Hub. `tag`: `latest` if none is written; absent with a digest. */
type ImageName = {
  readonly host?: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
};

/** Splits `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:v1`, `nginx` or `shop@sha256:…`. */
export function parseImage(image: string): ImageName {
  const [name = image, digest] = image.split('@');
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const host = /[.:]|^localhost$/u.test(first) ? first : undefined;
  const path = host === undefined ? name : name.slice(slash + 1);
  const colon = path.lastIndexOf(':');
  const repository = colon > path.lastIndexOf('/') ? path.slice(0, colon) : path;
  const tag = repository === path ? (digest === undefined ? 'latest' : undefined) : path.slice(colon + 1);
  return {
    ...(host !== undefined && { host }),
    repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

/** Runs until it is stopped, and is healthy soon: what an image does of which nothing was said. */
export const quietProgram: Program = {
  pullMs: 2_500,
  startMs: 400,
  healthyAfterMs: 3_000,
  stopMs: 600,
  stopExitCode: 0,
  lines: [],
  lastLines: [],
};

export function programOf(account: Account, image: string): Program {
  const { repository, digest, tag = tagOf(account, repository, digest) } = parseImage(image);
  return account.programs.get(`${repository}:${tag}`) ?? quietProgram;
}

function tagOf(account: Account, repository: string, digest: string | undefined): string {
  const tags = [...(account.repositories.get(repository)?.tags ?? [])];
  return tags.find(([, pushed]) => pushed.digest === digest)?.[0] ?? 'latest';
}

export function digestOf(account: Account, image: string): string {
  const { repository, tag, digest } = parseImage(image);
  const pushed = tag === undefined ? undefined : account.repositories.get(repository)?.tags.get(tag)?.digest;
  return digest ?? pushed ?? `sha256:${createHash('sha256').update(image).digest('hex')}`;
}

/** Only ECR's images can be missing; everything is there in public registries. */
export type PullFault = 'none' | 'no repository' | 'no tag' | 'unreachable';

export function pullFaultOf(account: Account, image: string): PullFault {
  const { host, repository, tag, digest } = parseImage(image);
  if (host === undefined || !/\.dkr\.ecr\.[^.]+\.amazonaws\.com$/u.test(host)) return 'none';
  if (account.weather.registryDown) return 'unreachable';
  const known = account.repositories.get(repository);
  if (known === undefined) return 'no repository';
  const there =
    tag === undefined ? [...known.tags.values()].some((pushed) => pushed.digest === digest) : known.tags.has(tag);
  return there ? 'none' : 'no tag';
}
