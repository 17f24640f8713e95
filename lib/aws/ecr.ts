import type { ImageDetail } from '@aws-sdk/client-ecr';
import { BatchGetImageCommand, DescribeImagesCommand, ECRClient, paginateDescribeImages } from '@aws-sdk/client-ecr';
import type { ImageAnswer, ImageQuery, RegistryReads } from '../core/evidence-reads.ts';
import type { Clock } from '../core/ports.ts';
import type { Prepared } from './client.ts';
import { asItIs, perRegion, settingsIn, within } from './client.ts';
import { nameOf, readFrom } from './errors.ts';
import { present } from '../core/present.ts';

/** ECR lists images in no promised order: the newest tags are looked for among the first so many images. */
const imagesLookedThrough = 3000;

/** So many tags tell what was pushed lately. */
const newestTags = 3;

const indexTypes = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);

export function openEcr(prepared: Prepared = asItIs): (region?: string) => ECRClient {
  return perRegion((region) => prepared(new ECRClient(settingsIn(region))));
}

/** What ECR knows of an image, also in another account's registry if that lets us look. */
export function registryReads(clientIn: (region?: string) => ECRClient, clock: Clock): RegistryReads {
  return { image: async (query) => readFrom(clock, async () => lookUp(clientIn(query.region), query)) };
}

async function lookUp(client: ECRClient, query: ImageQuery): Promise<ImageAnswer> {
  const { account: registryId, repository: repositoryName, tag, digest } = query;
  const imageIds = [
    { ...(tag !== undefined && { imageTag: tag }), ...(digest !== undefined && { imageDigest: digest }) },
  ];
  try {
    const answer = await client.send(new DescribeImagesCommand({ registryId, repositoryName, imageIds }), within());
    const [image] = answer.imageDetails ?? [];
    if (image === undefined) return await missing(client, query);
    return await existing(client, query, image);
  } catch (error) {
    if (nameOf(error) === 'RepositoryNotFoundException') return { state: 'no-repository' };
    if (nameOf(error) === 'ImageNotFoundException') return missing(client, query);
    throw error;
  }
}

async function existing(client: ECRClient, query: ImageQuery, image: ImageDetail): Promise<ImageAnswer> {
  return {
    state: 'exists',
    tags: image.imageTags ?? [],
    ...present({
      digest: image.imageDigest,
      pushedAt: image.imagePushedAt?.getTime(),
      architectures: query.architectures === true ? await architecturesOf(client, query, image) : undefined,
    }),
  };
}

/**
 * The architectures a multi-platform image says it has. A single-platform image keeps its own in a blob that takes a
 * download to read: unknown. A missing right (`ecr:BatchGetImage`) leaves it unknown, too: the image exists all the same.
 */
async function architecturesOf(
  client: ECRClient,
  query: ImageQuery,
  image: ImageDetail,
): Promise<string[] | undefined> {
  const { imageDigest, imageManifestMediaType: type = '' } = image;
  if (!indexTypes.has(type) || imageDigest === undefined) return undefined;
  try {
    const answer = await client.send(
      new BatchGetImageCommand({
        registryId: query.account,
        repositoryName: query.repository,
        imageIds: [{ imageDigest }],
        acceptedMediaTypes: [type],
      }),
      within(),
    );
    return platformsIn(answer.images?.[0]?.imageManifest ?? '');
  } catch {
    return undefined;
  }
}

/** Attestations stand in an index as platform `unknown` (BuildKit): they are no architecture. */
function platformsIn(manifest: string): string[] {
  const index: unknown = JSON.parse(manifest);
  if (typeof index !== 'object' || index === null || !('manifests' in index) || !Array.isArray(index.manifests))
    return [];
  const names = index.manifests.map((each: { platform?: { architecture?: unknown } }) => each.platform?.architecture);
  return [...new Set(names.filter((name): name is string => typeof name === 'string' && name !== 'unknown'))];
}

async function missing(client: ECRClient, query: ImageQuery): Promise<ImageAnswer> {
  const pages = paginateDescribeImages(
    { client, pageSize: 1000 },
    { registryId: query.account, repositoryName: query.repository, filter: { tagStatus: 'TAGGED' } },
    within(),
  );
  const images: ImageDetail[] = [];
  for await (const page of pages) {
    images.push(...(page.imageDetails ?? []));
    if (images.length >= imagesLookedThrough) break;
  }
  const tags = images.flatMap(({ imagePushedAt: pushed, imageTags = [] }) =>
    pushed === undefined || imageTags[0] === undefined ? [] : [{ tag: imageTags[0], pushedAt: pushed.getTime() }],
  );
  return { state: 'missing', newest: tags.sort((a, b) => b.pushedAt - a.pushedAt).slice(0, newestTags) };
}
