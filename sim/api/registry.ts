import type {
  BatchGetImageRequest,
  BatchGetImageResponse,
  DescribeImagesRequest,
  DescribeImagesResponse,
  ImageDetail,
  ImageIdentifier,
} from '@aws-sdk/client-ecr';
import { present } from '../../lib/core/present.ts';
import { Refusal } from '../account/refusal.ts';
import type { Repository } from '../account/surroundings.ts';
import type { Api } from './api.ts';
import { date } from './api.ts';
import { pageOf } from './pages.ts';

type Image = { readonly digest: string; readonly pushedAt: number; readonly tags: string[] };

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';

/** What ECR answers of the account's own registry. */
export function registryOperations(api: Api) {
  return {
    'ECR.DescribeImages': (input: DescribeImagesRequest) => describeImages(api, input),
    'ECR.BatchGetImage': (input: BatchGetImageRequest) => batchGetImage(api, input),
  };
}

/** Either named images or a page of all, in no promised order. */
function describeImages(api: Api, input: DescribeImagesRequest): DescribeImagesResponse {
  const repository = repositoryOf(api, input);
  const images = imagesOf(repository);
  if (input.imageIds !== undefined) {
    const found = input.imageIds.map((id) => {
      const image = images.find((each) => isNamed(each, id));
      if (image === undefined) throw notFound(api, repository, id);
      return image;
    });
    return { imageDetails: found.map((image) => detailOf(api, repository, image)) };
  }
  const sorted = images.sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const page = pageOf(api, sorted, ({ digest }) => digest, {
    wanted: input.maxResults,
    token: input.nextToken,
    most: 1000,
    usual: 100,
  });
  return {
    imageDetails: page.items.map((image) => detailOf(api, repository, image)),
    ...present({ nextToken: page.nextToken }),
  };
}

function batchGetImage(api: Api, input: BatchGetImageRequest): BatchGetImageResponse {
  const repository = repositoryOf(api, input);
  const images = imagesOf(repository);
  const ids = input.imageIds ?? [];
  const missing = ids.filter((id) => !images.some((each) => isNamed(each, id)));
  return {
    images: ids.flatMap((id) => {
      const image = images.find((each) => isNamed(each, id));
      if (image === undefined) return [];
      return {
        registryId: api.account.id,
        repositoryName: repository.name,
        imageId: { ...id, imageDigest: image.digest },
        imageManifest: JSON.stringify({ schemaVersion: 2, mediaType: manifestType }),
        imageManifestMediaType: manifestType,
      };
    }),
    failures: missing.map((imageId) => ({
      imageId,
      failureCode: 'ImageNotFound',
      failureReason: 'Requested image not found',
    })),
  };
}

function repositoryOf(
  api: Api,
  { repositoryName: name = '', registryId = api.account.id }: DescribeImagesRequest,
): Repository {
  const repository = registryId === api.account.id ? api.account.repositories.get(name) : undefined;
  if (repository !== undefined) return repository;
  const message = `The repository with name '${name}' does not exist in the registry with id '${registryId}'`;
  throw new Refusal('RepositoryNotFoundException', message);
}

function notFound(api: Api, { name }: Repository, { imageDigest, imageTag }: ImageIdentifier): Refusal {
  return new Refusal(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:${quoted(imageDigest)}, imageTag:${quoted(imageTag)}} does not exist within the repository with name '${name}' in the registry with id '${api.account.id}'`,
  );
}

function detailOf(api: Api, repository: Repository, { digest, pushedAt, tags }: Image): ImageDetail {
  return {
    registryId: api.account.id,
    repositoryName: repository.name,
    imageDigest: digest,
    imageTags: tags,
    imageSizeInBytes: 52_428_800,
    imagePushedAt: date(pushedAt),
    imageManifestMediaType: manifestType,
  };
}

/** An image has all the tags that point to its digest. */
function imagesOf({ tags }: Repository): Image[] {
  const images = new Map<string, Image>();
  for (const [tag, { digest, pushedAt }] of tags) {
    const image = images.get(digest) ?? { digest, pushedAt, tags: [] };
    image.tags.push(tag);
    images.set(digest, image);
  }
  return [...images.values()];
}

function isNamed({ digest, tags }: Image, { imageDigest, imageTag }: ImageIdentifier): boolean {
  return (imageDigest === undefined || imageDigest === digest) && (imageTag === undefined || tags.includes(imageTag));
}

function quoted(text: string | undefined): string {
  return `'${text ?? 'null'}'`;
}
