/** An image in ECR: whose registry, and where. */
type EcrRegistry = { readonly account: string; readonly region: string };

/**
 * The parts of an image reference. `registry` is absent where none is written, which means Docker Hub.
 * `tag` is as written: absent means `latest`, unless there is a digest.
 */
type ImageReference = {
  readonly registry?: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
  readonly ecr?: EcrRegistry;
};

/**
 * Hosts of private ECR registries, FIPS, dual-stack, China, and the European sovereign cloud included
 * (AmazonECR user guide, Registries; ecr-requests). `public.ecr.aws` is another service.
 */
const ecrHost =
  /^(?<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z]{2,5}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn|amazonaws\.eu|on\.amazonwebservices\.eu)$/;

/**
 * Takes a reference apart as Docker does: what stands before the first slash is a registry when it has a dot or a colon
 * in it or is `localhost` (distribution/reference, reference grammar). Never fails: untrusted text gives odd parts.
 */
export function parseImageReference(image: string): ImageReference {
  const [named, digest] = splitAt(image, image.indexOf('@'));
  const slash = named.indexOf('/');
  const host = slash < 0 ? '' : named.slice(0, slash);
  const registry = /[.:]|^localhost$/.test(host) ? host : undefined;
  const path = registry === undefined ? named : named.slice(slash + 1);
  const [repository, tag] = splitAt(path, path.lastIndexOf(':'));
  const ecr = registryIn(registry ?? '');
  return {
    repository,
    ...(registry !== undefined && { registry }),
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
    ...(ecr !== undefined && { ecr }),
  };
}

/** What tells one build from another: the tag as people know it, else the digest cut short, else `latest`. */
export function versionOf({ tag, digest }: ImageReference): string {
  return tag ?? (digest === undefined ? 'latest' : shortDigest(digest));
}

/** `sha256:9f31c2a4b5d6`: as long as `docker images` shows it. */
export function shortDigest(digest: string): string {
  const [algorithm, hex] = splitAt(digest, digest.indexOf(':'));
  return hex === undefined ? digest.slice(0, 12) : `${algorithm}:${hex.slice(0, 12)}`;
}

function registryIn(host: string): EcrRegistry | undefined {
  const { account, region } = ecrHost.exec(host)?.groups ?? {};
  return account === undefined || region === undefined ? undefined : { account, region };
}

function splitAt(text: string, at: number): [string, string?] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
