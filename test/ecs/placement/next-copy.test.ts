import { describe, expect, test } from 'vitest';
import { languages } from '../../../lib/core/language.ts';
import type { PlacementAnswer } from '../../../lib/ecs/placement/answer.ts';
import type { AskedStrategy, AskedTask } from '../../../lib/ecs/placement/asked.ts';
import { explainPlacement } from '../../../lib/ecs/placement/explain.ts';
import type { PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import { nextCopyText } from '../../../lib/ecs/placement/next-copy-text.ts';
import { asked, attributesOf, hosting, instance, lacking, resources, running } from './examples.ts';

const at = (id: string, zone: string, more: Partial<PlacementInstance> = {}): PlacementInstance => {
  const { tasks = [], ...rest } = more;
  const attributes = attributesOf({ 'ecs.availability-zone': `eu-west-1${zone}` });
  return hosting(tasks, { arn: `arn/${id}`, ec2InstanceId: id, attributes, ...rest });
};

const web = (count: number) => Array.from({ length: count }, () => running('service:web'));

const cluster: readonly PlacementInstance[] = [
  at('i-0aaaa1', 'a', { tasks: web(2) }),
  at('i-0bbbb2', 'b', { tasks: web(1), remaining: resources({ memoryMiB: 960 }) }),
  at('i-0cccc3', 'b'),
];

const zones: AskedStrategy = { type: 'spread', field: 'attribute:ecs.availability-zone' };
const memory: AskedStrategy = { type: 'binpack', field: 'memory' };

const answerOf = (task: AskedTask, instances: readonly PlacementInstance[]): PlacementAnswer => ({
  asked: task,
  explanation: explainPlacement(task, instances),
  instances,
  outlook: 'placed',
  changes: [],
  provisioning: 0,
});

const full = resources({ memoryMiB: 0 });

describe('where the next copy goes, in one line', () => {
  test.each<readonly [name: string, task: Parameters<typeof asked>[0], instances: typeof cluster, said: string]>([
    [
      'spread, then packed: the instance and what both see there',
      { strategies: [zones, memory] },
      cluster,
      'Next copy: i-0bbbb2 (1b) by spread(attribute:ecs.availability-zone), then binpack(memory): 1 of its tasks in eu-west-1b, 960 MiB left',
    ],
    [
      'a service that names none',
      {},
      cluster,
      'Next copy: i-0cccc3 (1b) by the default, spread(attribute:ecs.availability-zone), then spread(instanceId): 1 of its tasks in eu-west-1b, 0 of its tasks on it',
    ],
    [
      'several are equal',
      { strategies: [zones] },
      cluster,
      'Next copy: one of 2 instances, equal by spread(attribute:ecs.availability-zone), drawn at random: i-0bbbb2 (1b), i-0cccc3 (1b)',
    ],
    [
      'over an attribute nobody has',
      { strategies: [{ type: 'spread', field: 'attribute:rack' }, memory] },
      cluster,
      'Next copy: i-0bbbb2 (1b) by spread(attribute:rack), then binpack(memory): 3 of its tasks on instances without that attribute, 960 MiB left',
    ],
    [
      'drawn by its own strategy',
      { strategies: [{ type: 'random' }] },
      cluster,
      'Next copy: one of 3 instances, drawn at random by its strategy: i-0aaaa1 (1a), i-0bbbb2 (1b), i-0cccc3 (1b)',
    ],
    [
      'a task of no service names none',
      { group: 'family:web' },
      cluster,
      'Next copy: any of 3 instances, as no strategy is named: i-0aaaa1 (1a), i-0bbbb2 (1b), i-0cccc3 (1b)',
    ],
    [
      'the only one',
      { strategies: [zones] },
      [at('i-0aaaa1', 'a'), at('i-0bbbb2', 'b', { remaining: full })],
      'Next copy: i-0aaaa1 (1a), the only instance with room',
    ],
    [
      'one that comes before it may take it',
      { strategies: [memory] },
      [
        at('i-0aaaa1', 'a'),
        lacking('agentConnected', at('i-0bbbb2', 'b', { remaining: resources({ memoryMiB: 600 }) })),
      ],
      'Next copy: i-0aaaa1 (1a), the only instance with room (1 unclear may come first)',
    ],
    [
      'tasks are missing in the list',
      {},
      [at('i-0aaaa1', 'a'), at('i-0bbbb2', 'b', { runningTasks: 2 })],
      'Next copy: not known, as not all running tasks are listed and the default, spread(attribute:ecs.availability-zone), then spread(instanceId) counts them',
    ],
    [
      'of several capacity providers',
      { capacityProviders: ['one', 'two'] },
      [at('i-0aaaa1', 'a', { capacityProvider: 'one' }), at('i-0bbbb2', 'b', { capacityProvider: 'two' })],
      'Next copy: ECS first chooses a capacity provider by base and weight (one, two), then an instance of it',
    ],
  ])('%s', (_, task, instances, said) => {
    const answer = answerOf(asked(task), instances);
    expect(nextCopyText(answer, 'en')).toBe(said);
    expect(nextCopyText(answer, 'ja')).toMatch(/^次のタスクの配置先: (?!.*(?:undefined|\?|\{))/);
  });

  test.each<readonly [name: string, task: Parameters<typeof asked>[0], instances: typeof cluster]>([
    ['no room', {}, [at('i-0aaaa1', 'a', { remaining: full })]],
    ['room that is not sure', {}, [lacking('agentConnected', instance())]],
    ['a daemon, which goes everywhere', { isDaemon: true }, cluster.slice(2)],
  ])('nothing is said: %s', (_, task, instances) => {
    for (const language of languages) expect(nextCopyText(answerOf(asked(task), instances), language)).toBeUndefined();
  });
});
