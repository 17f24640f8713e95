import { setAgent, setInstanceStatus } from '../../../sim/account/instances.ts';
import type { Service } from '../../../sim/account/service.ts';
import { createService } from '../../../sim/account/services/create.ts';
import { joinInstance } from '../../../sim/account/services/join.ts';
import { noticeInstance } from '../../../sim/account/services/scheduler.ts';
import { setProtection, updateService } from '../../../sim/account/services/update.ts';
import { stopTask } from '../../../sim/account/tasks/stop.ts';
import type { Switches } from '../../../sim/switches.ts';
import type { Scene } from '../services/scene.ts';
import {
  fargateService,
  host,
  release,
  releaseMissing,
  releaseOnHosts,
  scene,
  steadyService,
  story,
} from '../services/scene.ts';
import type { SwitchCase } from './switch-case.ts';

const unplaced = 'TASK_PLACEMENT_FAILURE';

/** A service that found no place for an hour. */
function starved(flip: Partial<Switches>): Scene & { readonly service: Service } {
  const here = scene('switch', flip);
  here.account.weather.fargateFull.add('*');
  const service = fargateService(here, release(here, 'good'));
  here.run(3_600);
  return { ...here, service };
}

function steady(flip: Partial<Switches>, desired = 2): Scene & { readonly service: Service } {
  const here = scene('switch', flip);
  return { ...here, service: steadyService(here, { desired }) };
}

const count = ({ events }: Scene, name: string): number => story(events).filter((each) => each === name).length;
const names = ({ events }: Scene): unknown[] => events.map(({ detail }) => detail['eventName']);

export const serviceSwitches: readonly SwitchCase[] = [
  {
    name: 'schedulerTakesLong',
    off: 2,
    on: 0,
    see: (flip) => {
      const here = scene('switch', flip);
      const service = fargateService(here, release(here, 'good'));
      here.run(18);
      return service.tasks.size;
    },
  },
  { name: 'failureEventsRepeat', off: false, on: true, see: (flip) => count(starved(flip), unplaced) > 1 },
  { name: 'warningsAreSilent', off: 1, on: 0, see: (flip) => count(starved(flip), unplaced) },
  {
    name: 'steadyStateRepeatsOften',
    off: 0,
    on: 2,
    see: (flip) => {
      const here = steady(flip);
      here.run(3_600);
      return count(here, 'STEADY_STATE');
    },
  },
  {
    name: 'capacityNoiseEverywhere',
    off: false,
    on: true,
    see: (flip) => {
      const here = scene('switch', flip);
      fargateService(here, release(here, 'good'));
      here.run(300);
      return names(here).includes('CAPACITY_PROVIDER_STEADY_STATE');
    },
  },
  {
    name: 'stopsAreTold',
    off: false,
    on: true,
    see: (flip) => {
      const here = steady(flip);
      updateService(here.account, here.service, { desired: 1 });
      here.run(60);
      return names(here).includes('TASKS_STOPPED');
    },
  },
  {
    name: 'startsAreHeldBackLate',
    off: true,
    on: false,
    see: (flip) => {
      const here = scene('switch', flip);
      fargateService(here, releaseMissing(here, 'gone'), { desired: 1 });
      here.run(180);
      return count(here, 'TASK_START_IMPAIRED') > 0;
    },
  },
  {
    name: 'backOffGrowsSlowly',
    off: false,
    on: true,
    see: (flip) => starved(flip).service.memory.failedPlacements > 12,
  },
  {
    name: 'scaleInTakesNewest',
    off: true,
    on: false,
    see: (flip) => {
      const { account, service, run } = steady(flip, 3);
      const [one] = service.tasks;
      if (one !== undefined) stopTask(account, one, { stopCode: 'UserInitiated', reason: 'Task stopped by user' });
      run(600);
      const newest = [...service.tasks].at(-1);
      updateService(account, service, { desired: 2 });
      run(60);
      return newest?.desiredStatus === 'RUNNING';
    },
  },
  {
    name: 'daemonsWantSilentHosts',
    off: 1,
    on: 2,
    see: (flip) => {
      const here = scene('switch', flip);
      const { account, cluster } = here;
      host(here);
      const definition = releaseOnHosts(here, 'good');
      const service = createService(account, { cluster, name: 'log-agent', definition, scheduling: 'DAEMON' });
      here.run(300);
      const machine = { instanceType: 'm5.large', zone: account.zones[1] ?? '', cpu: 2_048, memoryMiB: 7_680 };
      const silent = joinInstance(account, { cluster, ...machine });
      here.run(1.9);
      setAgent(account, silent, false);
      here.run(120);
      return service.desired;
    },
  },
  {
    name: 'protectionHoldsDrain',
    off: 'STOPPED',
    on: 'RUNNING',
    see: (flip) => {
      const here = scene('switch', flip);
      const { account, cluster } = here;
      const hosts = [host(here, 0), host(here, 1)];
      createService(account, { cluster, name: 'web', definition: releaseOnHosts(here, 'good'), desired: 2 });
      here.run(300);
      const draining = hosts[0];
      const [task] = draining?.tasks ?? [];
      if (draining === undefined || task === undefined) throw new Error('no task on the first host');
      setProtection(account, task, 60);
      setInstanceStatus(account, draining, 'DRAINING');
      noticeInstance(account, draining);
      here.run(600);
      return task.desiredStatus;
    },
  },
  {
    name: 'portsNameTheirProtocol',
    off: 'RESOURCE:PORTS',
    on: 'RESOURCE:PORTS_TCP',
    see: (flip) => {
      const here = scene('switch', flip);
      host(here);
      const portMappings = [{ containerPort: 8080, hostPort: 80, protocol: 'tcp' }] as const;
      const definition = releaseOnHosts(here, 'good', {}, { portMappings });
      createService(here.account, { cluster: here.cluster, name: 'web', definition, desired: 2 });
      here.run(120);
      return here.events.find(({ detail }) => detail['eventName'] === `SERVICE_${unplaced}`)?.detail['reason'];
    },
  },
];
