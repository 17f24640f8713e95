import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clusterName,
  containerInstanceId,
  partitionOf,
  serviceOf,
  serviceOfDeployment,
  taskDefinitionOf,
  taskId,
} from '../../lib/ecs/arn.ts';

const arn = (rest: string, partition = 'aws'): string => `arn:${partition}:ecs:ap-northeast-1:123456789012:${rest}`;

describe('ARNs of ECS', () => {
  test.each([
    [arn('cluster/web'), 'web'],
    [arn('cluster/web', 'aws-cn'), 'web'],
    ['web', 'web'],
    [arn('cluster/Web_1-x'), 'Web_1-x'],
  ])('the cluster of %s', (of, name) => expect(clusterName(of)).toBe(name));

  test.each([
    [arn('service/web/orders-api'), { cluster: 'web', name: 'orders-api' }],
    [arn('service/orders-api'), { name: 'orders-api' }],
    [arn('daemon/web/log-router'), { cluster: 'web', name: 'log-router' }],
    [arn('service/web/orders-api', 'aws-us-gov'), { cluster: 'web', name: 'orders-api' }],
    ['orders-api', { name: 'orders-api' }],
  ])('the service of %s', (of, service) => expect(serviceOf(of)).toEqual(service));

  test.each([
    [arn('service-deployment/web/checkout/8Xw2LkT0vQz5Rb7NcYdHf'), { cluster: 'web', name: 'checkout' }],
    [arn('service-deployment/checkout'), { name: 'checkout' }],
    ['8Xw2LkT0vQz5Rb7NcYdHf', { name: '8Xw2LkT0vQz5Rb7NcYdHf' }],
  ])('the service of the deployment %s', (of, service) => expect(serviceOfDeployment(of)).toEqual(service));

  test.each([
    [arn('task/web/4c1e0f9a8b7d6c5e4f3a2b1c0d9e8f7a'), '4c1e0f9a8b7d6c5e4f3a2b1c0d9e8f7a'],
    [arn('task/9d5e1f70-2b6c-4c8d-a1e0-77f3b0c4d219'), '9d5e1f70-2b6c-4c8d-a1e0-77f3b0c4d219'],
    ['4c1e0f9a', '4c1e0f9a'],
  ])('the id of the task %s', (of, id) => {
    expect(taskId(of)).toBe(id);
    expect(containerInstanceId(of.replace(':task/', ':container-instance/'))).toBe(id);
  });

  test.each([
    [arn('task-definition/orders-api:142'), { family: 'orders-api', revision: 142 }],
    [arn('task-definition/orders-api'), { family: 'orders-api' }],
    [arn('task-definition/orders-api:latest'), { family: 'orders-api' }],
    ['orders-api:142', { family: 'orders-api', revision: 142 }],
    ['orders-api', { family: 'orders-api' }],
  ])('the family and revision of %s', (of, definition) => expect(taskDefinitionOf(of)).toEqual(definition));

  test.each([
    [arn('cluster/web'), 'aws'],
    [arn('cluster/web', 'aws-cn'), 'aws-cn'],
    ['arn::ecs', 'aws'],
    ['web', 'aws'],
    ['', 'aws'],
  ])('the partition of %j', (of, partition) => expect(partitionOf(of)).toBe(partition));

  test('any names come back as they went in, in any partition', () => {
    const name = fc.stringMatching(/^[A-Za-z][\w-]{0,30}$/);
    fc.assert(
      fc.property(
        name,
        name,
        fc.nat(),
        fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'),
        (cluster, service, revision, partition) => {
          expect(serviceOf(arn(`service/${cluster}/${service}`, partition))).toEqual({ cluster, name: service });
          expect(serviceOfDeployment(arn(`service-deployment/${cluster}/${service}/x1`, partition))).toEqual({
            cluster,
            name: service,
          });
          expect(taskDefinitionOf(arn(`task-definition/${service}:${revision}`, partition))).toEqual({
            family: service,
            revision,
          });
          expect(clusterName(arn(`cluster/${cluster}`, partition))).toBe(cluster);
        },
      ),
    );
  });

  test('any text is read without a throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((rest) => `arn:${rest}`),
        ),
        (text) => {
          for (const read of [clusterName, taskId, containerInstanceId, partitionOf])
            expect(typeof read(text)).toBe('string');
          expect(typeof serviceOf(text).name).toBe('string');
          expect(typeof serviceOfDeployment(text).name).toBe('string');
          expect(typeof taskDefinitionOf(text).family).toBe('string');
        },
      ),
    );
  });
});
