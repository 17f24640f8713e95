import type {
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse,
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  ListTaskDefinitionFamiliesRequest,
  ListTaskDefinitionFamiliesResponse,
  ListTaskDefinitionsRequest,
  ListTaskDefinitionsResponse,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
  TaskDefinition as AwsTaskDefinition,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import * as definitions from '../../account/definitions.ts';
import { ecsArn } from '../../account/identities.ts';
import { Refusal } from '../../account/refusal.ts';
import type { TaskDefinition } from '../../account/task-definition.ts';
import type { Api } from '../api.ts';
import { tagsOf } from '../api.ts';
import { pageOf } from '../pages.ts';
import { requestOf } from './definition-input.ts';
import { taskDefinitionShape } from './task-definition-shape.ts';

export function definitionOperations(api: Api) {
  return {
    'ECS.RegisterTaskDefinition': (input: RegisterTaskDefinitionRequest) => registerTaskDefinition(api, input),
    'ECS.DeregisterTaskDefinition': (input: DeregisterTaskDefinitionRequest) => deregisterTaskDefinition(api, input),
    'ECS.DescribeTaskDefinition': (input: DescribeTaskDefinitionRequest) => describeTaskDefinition(api, input),
    'ECS.ListTaskDefinitions': (input: ListTaskDefinitionsRequest) => listTaskDefinitions(api, input),
    'ECS.ListTaskDefinitionFamilies': (input: ListTaskDefinitionFamiliesRequest) =>
      listTaskDefinitionFamilies(api, input),
  };
}

function registerTaskDefinition(api: Api, input: RegisterTaskDefinitionRequest): RegisterTaskDefinitionResponse {
  const definition = definitions.registerTaskDefinition(api.account, requestOf(input));
  return { taskDefinition: shapeOf(api, definition), tags: tagsOf(definition.tags) };
}

function deregisterTaskDefinition(api: Api, input: DeregisterTaskDefinitionRequest): DeregisterTaskDefinitionResponse {
  const { taskDefinition: name = '' } = input;
  const arn = name.startsWith('arn:') ? name : ecsArn(api.account, `task-definition/${name}`);
  return { taskDefinition: shapeOf(api, definitions.deregisterTaskDefinition(api.account, arn)) };
}

function describeTaskDefinition(api: Api, input: DescribeTaskDefinitionRequest): DescribeTaskDefinitionResponse {
  const definition = definitions.findTaskDefinition(api.account, input.taskDefinition ?? '');
  if (definition === undefined) throw new Refusal('ClientException', 'Unable to describe task definition.');
  const tagged = input.include?.includes('TAGS') === true;
  return { taskDefinition: shapeOf(api, definition), ...(tagged && { tags: tagsOf(definition.tags) }) };
}

/** ACTIVE ones unless told, of one family (its whole name), by family and revision (API_ListTaskDefinitions). */
function listTaskDefinitions(api: Api, input: ListTaskDefinitionsRequest): ListTaskDefinitionsResponse {
  const { familyPrefix, status = 'ACTIVE', sort = 'ASC' } = input;
  const found = [...api.account.taskDefinitions.values()]
    .filter((each) => each.status === status && (familyPrefix === undefined || each.family === familyPrefix))
    .sort((a, b) => (a.family < b.family ? -1 : a.family > b.family ? 1 : a.revision - b.revision));
  if (sort === 'DESC') found.reverse();
  const page = pageOf(api, found, ({ arn }) => arn, {
    wanted: input.maxResults,
    token: input.nextToken,
    most: 100,
  });
  return { taskDefinitionArns: page.items.map(({ arn }) => arn), ...present({ nextToken: page.nextToken }) };
}

/** Both kinds unless told; a family is ACTIVE while any of its revisions is (API_ListTaskDefinitionFamilies). */
function listTaskDefinitionFamilies(
  api: Api,
  input: ListTaskDefinitionFamiliesRequest,
): ListTaskDefinitionFamiliesResponse {
  const { familyPrefix = '', status = 'ALL' } = input;
  const all = [...api.account.taskDefinitions.values()];
  const active = new Set(all.filter((each) => each.status === 'ACTIVE').map(({ family }) => family));
  const found = [...api.account.families.keys()].sort().filter((family) => {
    if (!family.startsWith(familyPrefix)) return false;
    return status === 'ALL' || active.has(family) === (status === 'ACTIVE');
  });
  const page = pageOf(api, found, (family) => family, {
    wanted: input.maxResults,
    token: input.nextToken,
    most: 100,
  });
  return { families: page.items, ...present({ nextToken: page.nextToken }) };
}

function shapeOf(api: Api, definition: TaskDefinition): AwsTaskDefinition {
  return taskDefinitionShape(definition, api.account.region);
}
