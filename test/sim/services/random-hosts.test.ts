import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loseInstance, setAgent, setInstanceStatus } from '../../../sim/account/instances.ts';
import type { ContainerInstance } from '../../../sim/account/model.ts';
import type { Service } from '../../../sim/account/service.ts';
import { createService } from '../../../sim/account/services/create.ts';
import { noticeInstance } from '../../../sim/account/services/scheduler.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import type { Scene } from './scene.ts';
import { host, releaseOnHosts, scene } from './scene.ts';

type Step =
  | { readonly what: 'drain' | 'activate' | 'lose' | 'mute'; readonly at: number }
  | { readonly what: 'join'; readonly zone: number }
  | { readonly what: 'deploy'; readonly crashes: boolean }
  | { readonly what: 'desired'; readonly count: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constantFrom('drain' as const, 'activate', 'lose', 'mute'), at: fc.nat(3) }),
  fc.record({ what: fc.constant('join' as const), zone: fc.nat(2) }),
  fc.record({ what: fc.constant('deploy' as const), crashes: fc.boolean() }),
  fc.record({ what: fc.constant('desired' as const), count: fc.nat(8) }),
);

type World = { readonly here: Scene; readonly web: Service; readonly logs: Service };

function take({ here, web, logs }: World, each: Step, name: string): void {
  const { account } = here;
  const instance = 'at' in each ? [...account.instances.values()][each.at] : undefined;
  switch (each.what) {
    case 'join':
      host(here, each.zone);
      return;
    case 'deploy': {
      const program = each.crashes ? { ends: { afterMs: 20_000, exitCode: 1 } } : {};
      const definition = releaseOnHosts(here, name, program);
      updateService(account, web, { definition });
      updateService(account, logs, { definition });
      return;
    }
    case 'desired':
      updateService(account, web, { desired: each.count });
      return;
    default:
      if (instance !== undefined) strike(here, instance, each.what);
  }
}

function strike({ account }: Scene, instance: ContainerInstance, what: 'drain' | 'activate' | 'lose' | 'mute'): void {
  if (instance.status === 'INACTIVE' || instance.lostAt !== undefined) return;
  if (what === 'lose') loseInstance(account, instance);
  else if (what === 'mute') setAgent(account, instance, !instance.agentConnected);
  else {
    setInstanceStatus(account, instance, what === 'drain' ? 'DRAINING' : 'ACTIVE');
    noticeInstance(account, instance);
  }
}

function worldOf(seed: number): World {
  const here = scene(String(seed));
  for (const zone of [0, 1, 2]) host(here, zone);
  const definition = releaseOnHosts(here, 'first');
  const of = { cluster: here.cluster, definition };
  const web = createService(here.account, { ...of, name: 'web', desired: 4 });
  const logs = createService(here.account, { ...of, name: 'logs', scheduling: 'DAEMON' });
  return { here, web, logs };
}

test('whatever happens to its hosts, a cluster with room comes to rest', () => {
  const day = fc.record({
    seed: fc.nat(1e6),
    steps: fc.array(fc.record({ step, seconds: fc.integer({ min: 1, max: 240 }) }), { maxLength: 12 }),
  });
  fc.assert(
    fc.property(day, ({ seed, steps }) => {
      const world = worldOf(seed);
      const { here, web, logs } = world;
      steps.forEach(({ step: each, seconds }, at) => {
        take(world, each, `v${at}`);
        here.run(seconds);
      });
      for (const each of here.account.instances.values()) setAgent(here.account, each, true);
      for (const zone of [0, 1]) host(here, zone);
      take(world, { what: 'deploy', crashes: false }, 'last');
      here.run(3_600);
      const usable = [...here.account.instances.values()].filter(
        ({ status, lostAt }) => status === 'ACTIVE' && lostAt === undefined,
      );
      expect([...logs.tasks].map(({ instance }) => instance?.arn ?? '').toSorted()).toEqual(
        usable.map(({ arn }) => arn).toSorted(),
      );
      expect(web.tasks.size).toBe(web.desired);
      for (const service of [web, logs]) {
        expect(service.deployments).toMatchObject([{ rolloutState: 'COMPLETED', steady: true }]);
        expect([...service.tasks].every(({ instance }) => instance?.status === 'ACTIVE')).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});
