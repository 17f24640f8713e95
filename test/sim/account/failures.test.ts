import { expect, test } from 'vitest';
import type { Task } from '../../../sim/account/task.ts';
import { World } from './world.ts';

const registry = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com';
const database = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop/db-AbCdEf';

type Case = {
  readonly name: string;
  readonly image?: string;
  readonly secret?: string;
  readonly set?: (world: World) => void;
  readonly reason: RegExp;
  readonly containerReason?: RegExp;
  readonly instance: boolean;
};

const withShop = ({ account }: World): void => {
  const tags = new Map([['v1', { pushedAt: 0, digest: `sha256:${'a'.repeat(64)}` }]]);
  account.repositories.set('shop', { name: 'shop', tags });
};
const offline = (world: World): void => {
  withShop(world);
  world.account.weather.registryDown = true;
};

const cases: readonly Case[] = [
  {
    name: 'a missing tag, on Fargate',
    image: `${registry}/shop:v9`,
    set: withShop,
    reason:
      /^CannotPullContainerError: pull image manifest has been retried .*failed to resolve ref .*shop:v9: not found$/u,
    instance: false,
  },
  {
    name: 'a missing tag, on EC2',
    image: `${registry}/shop:v9`,
    set: withShop,
    reason: /^Task failed to start$/u,
    containerReason: /^CannotPullContainerError: .*manifest for .*shop:v9 not found: manifest unknown/u,
    instance: true,
  },
  {
    name: 'a missing repository, on EC2',
    image: `${registry}/shoop:v1`,
    reason: /^Task failed to start$/u,
    containerReason:
      /name unknown: The repository with name 'shoop' does not exist in the registry with id '123456789012'$/u,
    instance: true,
  },
  {
    name: 'a missing digest, on Fargate',
    image: `${registry}/shop@sha256:${'b'.repeat(64)}`,
    set: withShop,
    reason: /^CannotPullContainerError: .*not found$/u,
    instance: false,
  },
  {
    name: 'no way to the registry, on Fargate',
    image: `${registry}/shop:v1`,
    set: offline,
    reason: /^ResourceInitializationError: unable to pull secrets or registry auth: .*dial tcp .*i\/o timeout$/u,
    instance: false,
  },
  {
    name: 'no way to the registry, on EC2',
    image: `${registry}/shop:v1`,
    set: offline,
    reason: /^Task failed to start$/u,
    containerReason: /^CannotPullContainerError: .*Client\.Timeout exceeded/u,
    instance: true,
  },
  {
    name: 'a secret that is not there, on Fargate',
    secret: database,
    reason: /^ResourceInitializationError: unable to pull secrets or registry auth: .*from asm: .*shop\/db-AbCdEf/u,
    instance: false,
  },
  {
    name: 'a parameter that is not there, on Fargate',
    secret: '/shop/db',
    reason: /^ResourceInitializationError: .*from ssm: .*invalid ssm parameters: \/shop\/db$/u,
    instance: false,
  },
  {
    name: 'a secret that is not there, on EC2',
    secret: database,
    reason:
      /^Fetching secret data from AWS Secrets Manager in region ap-northeast-1: secret .*ResourceNotFoundException/u,
    instance: true,
  },
];

function start({ image = 'web:v1', secret, set, instance }: Case): { readonly world: World; readonly task: Task } {
  const world = new World();
  set?.(world);
  const secrets = secret === undefined ? {} : { DB: secret };
  const container = { name: 'web', image, secrets, memoryMiB: 256 };
  const task = instance
    ? world.launch(world.bridge({ containers: [container] }), { instance: world.instance() })
    : world.launch(world.fargate({ containers: [container] }));
  world.pass(180_000);
  return { world, task };
}

test.each(cases)('$name: TaskFailedToStart, in true words', (each) => {
  const { world, task } = start(each);
  const last = world.told(task).at(-1);
  expect(last).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
  expect(last?.['stoppedReason']).toMatch(each.reason);
  expect(last).not.toHaveProperty('startedAt');
  expect(task.containers[0]).not.toHaveProperty('exitCode');
  if (each.containerReason === undefined) expect(task.containers[0]).not.toHaveProperty('reason');
  else expect(task.containers[0]?.reason).toMatch(each.containerReason);
});

test.each([
  { name: 'by tag', image: `${registry}/shop:v1` },
  { name: 'by digest', image: `${registry}/shop@sha256:${'a'.repeat(64)}` },
  { name: 'from a public registry', image: 'public.ecr.aws/nginx/nginx:1.27' },
])('an image that is there can be pulled $name', ({ image }) => {
  const { task } = start({ name: '', image, set: withShop, reason: /x/u, instance: false });
  expect(task.lastStatus).toBe('RUNNING');
  expect(task.containers[0]?.imageDigest).toMatch(/^sha256:[\da-f]{64}$/u);
});

test('a secret that is there can be read', () => {
  const set = ({ account }: World): void => void account.secrets.add(database);
  expect(start({ name: '', secret: database, set, reason: /x/u, instance: false }).task.lastStatus).toBe('RUNNING');
});
