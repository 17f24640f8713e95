import { describe, expect, test } from 'vitest';
import type { LaunchSource, ScalingGroup } from '../../../lib/core/node-reads.ts';
import { outdatedIn } from '../../../lib/scale/nodes/outdated.ts';
import { attributesOf, instance } from '../../ecs/placement/examples.ts';

type Host = {
  readonly id: string;
  readonly from?: LaunchSource;
  readonly ami?: string;
  readonly agent?: string;
  readonly arm?: true;
};

const template = (version: string, from = 'lt-1'): LaunchSource => ({ from, version });

/** In the order in which they came. */
function outdated(
  hosts: readonly Host[],
  ...launches: readonly LaunchSource[]
): readonly (readonly [string, string])[] {
  const group: ScalingGroup = {
    name: 'web',
    min: 0,
    max: 9,
    desired: hosts.length,
    zones: [],
    suspended: [],
    launches,
    members: hosts.map(({ id, from }) => ({
      id,
      state: 'InService',
      isProtected: false,
      isWeighted: false,
      ...(from !== undefined && { launchedFrom: from }),
    })),
  };
  const instances = hosts.map(({ id, ami, agent, arm }, at) =>
    instance({
      arn: `ci/${id}`,
      ec2InstanceId: id,
      registeredAt: at,
      attributes: attributesOf({
        'ecs.cpu-architecture': arm ? 'arm64' : 'x86_64',
        ...(ami !== undefined && { 'ecs.ami-id': ami }),
      }),
      ...(agent !== undefined && { agentVersion: agent }),
    }),
  );
  return outdatedIn(group, instances.toReversed()).map(({ id, why }) => [id, why] as const);
}

const cases: readonly {
  readonly name: string;
  readonly hosts: readonly Host[];
  readonly launches: readonly LaunchSource[];
  readonly expected: readonly (readonly [string, string])[];
}[] = [
  {
    name: 'all alike',
    hosts: [
      { id: 'a', from: template('1'), ami: 'ami-1', agent: '1.98.0' },
      { id: 'b', from: template('1'), ami: 'ami-1', agent: '1.98.0' },
    ],
    launches: [template('1')],
    expected: [],
  },
  {
    name: 'another version of the template, of which nobody has seen the image',
    hosts: [{ id: 'a', from: template('3'), ami: 'ami-1' }],
    launches: [template('5')],
    expected: [['a', 'launch template version 3, its group now launches 5']],
  },
  {
    name: 'back to an earlier version',
    hosts: [{ id: 'a', from: template('5'), ami: 'ami-2' }],
    launches: [template('3')],
    expected: [['a', 'launch template version 5, its group now launches 3']],
  },
  {
    name: 'another version with the same image: nothing would be newer',
    hosts: [
      { id: 'a', from: template('3'), ami: 'ami-1' },
      { id: 'b', from: template('5'), ami: 'ami-1' },
    ],
    launches: [template('5')],
    expected: [],
  },
  {
    name: 'the newest version: what it is nobody knows, but by the youngest; the oldest first',
    hosts: [
      { id: 'a', from: template('3'), ami: 'ami-1' },
      { id: 'b', from: template('3'), ami: 'ami-1' },
      { id: 'c', from: template('4'), ami: 'ami-2' },
    ],
    launches: [template('$Latest')],
    expected: [
      ['a', 'AMI ami-1, the newest of its group has ami-2'],
      ['b', 'AMI ami-1, the newest of its group has ami-2'],
    ],
  },
  {
    name: 'an older one with another image outdates nobody',
    hosts: [
      { id: 'a', from: template('4'), ami: 'ami-2' },
      { id: 'b', from: template('4'), ami: 'ami-1' },
    ],
    launches: [template('$Default')],
    expected: [['a', 'AMI ami-2, the newest of its group has ami-1']],
  },
  {
    name: 'another template',
    hosts: [{ id: 'a', from: template('1', 'lt-old') }],
    launches: [template('$Latest', 'lt-new')],
    expected: [['a', 'launched from lt-old, its group now launches from lt-new']],
  },
  {
    name: 'a launch configuration has no version: another name is another',
    hosts: [
      { id: 'a', from: { from: 'web-2024' } },
      { id: 'b', from: { from: 'web-2026' } },
    ],
    launches: [{ from: 'web-2026' }],
    expected: [['a', 'launched from web-2024, its group now launches from web-2026']],
  },
  {
    name: 'several templates: each for itself',
    hosts: [
      { id: 'a', from: template('1', 'lt-x86'), ami: 'ami-x' },
      { id: 'b', from: template('7', 'lt-arm'), ami: 'ami-a' },
    ],
    launches: [template('1', 'lt-x86'), template('7', 'lt-arm')],
    expected: [],
  },
  {
    name: 'one template for two architectures: each has its image',
    hosts: [
      { id: 'a', from: template('1'), ami: 'ami-x' },
      { id: 'b', from: template('1'), ami: 'ami-a', arm: true },
    ],
    launches: [template('1')],
    expected: [],
  },
  {
    name: 'a newer agent came with the same image',
    hosts: [
      { id: 'a', from: template('1'), ami: 'ami-1', agent: '1.9.0' },
      { id: 'b', from: template('1'), ami: 'ami-1', agent: '1.10.0' },
    ],
    launches: [template('1')],
    expected: [['a', 'agent 1.9.0, a newer one of its group came with 1.10.0']],
  },
  {
    name: 'an agent that was updated by hand on an old one outdates nobody: a new one would not have it',
    hosts: [
      { id: 'a', from: template('1'), ami: 'ami-1', agent: '1.99.0' },
      { id: 'b', from: template('1'), ami: 'ami-1', agent: '1.98.0' },
    ],
    launches: [template('1')],
    expected: [],
  },
  {
    name: 'nothing is known of any',
    hosts: [{ id: 'a' }, { id: 'b', agent: 'nightly' }],
    launches: [],
    expected: [],
  },
];

describe('instances that a new one would not be like', () => {
  test.each(cases)('$name', ({ hosts, launches, expected }) => {
    expect(outdated(hosts, ...launches)).toEqual(expected);
  });
});
