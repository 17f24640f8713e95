import { ensureCluster } from '../../sim/account/identities.ts';
import { setAgent, setInstanceStatus } from '../../sim/account/instances.ts';
import type { ContainerInstance } from '../../sim/account/model.ts';
import { createService } from '../../sim/account/services/create.ts';
import type { ServiceRequest } from '../../sim/account/services/create.ts';
import type { TaskDefinition } from '../../sim/account/task-definition.ts';
import type { AwsApiOptions } from '../../sim/api/aws-api.ts';
import { awsApi } from '../../sim/api/aws-api.ts';
import { seeded } from '../../sim/random.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { cli } from './run.ts';
import { World } from '../sim/account/world.ts';

/** What a test adds to the account before it looks. */
type Furnishing = (web: WebCluster) => void;

/**
 * The cluster `web`: twelve instances, filled, so that `orders-api` finds no room, each for another reason; `admin-web`,
 * whose host port `shop-nginx` has everywhere; `thumbnails`, which is small; `nightly`, which a schedule starts; and
 * `search`, on Fargate. Services are told of last, and no time passes: their scheduler does nothing.
 */
class WebCluster {
  readonly world = new World('web');
  readonly cluster = ensureCluster(this.world.account, 'web');
  private made = 0;

  constructor() {
    this.world.account.clusters.delete(this.world.cluster.arn);
  }

  /** An m5.large with so much left besides `shop-nginx`, in the zones by turns. */
  instance(freeMiB: number, freeCpu: number, request: Parameters<World['instance']>[0] = {}): ContainerInstance {
    const { account } = this.world;
    const zone = account.zones[this.made % account.zones.length] ?? '';
    const ec2InstanceId = `i-0${(0xc4f91 + this.made * 0x1f3a7).toString(16).padStart(5, '0').padEnd(16, '7')}`;
    this.made += 1;
    const attributes = { stack: 'prod', ...request.attributes };
    const size = { instanceType: 'm5.large', cpu: 2048, memoryMiB: 7685 };
    const instance = this.world.instance({
      cluster: this.cluster,
      zone,
      ec2InstanceId,
      ...size,
      ...request,
      attributes,
    });
    const [cpu, memoryMiB] = [2048 - freeCpu - nginxSize.cpu, 7685 - freeMiB - nginxSize.memoryMiB];
    const container = { name: 'filler', image: 'filler:v1', cpu, memoryMiB };
    this.run(this.world.bridge({ family: 'filler', containers: [container] }), instance, 'service:filler');
    return instance;
  }

  run(definition: TaskDefinition, instance: ContainerInstance, group: string) {
    return this.world.launch(definition, { instance, group, cluster: this.cluster });
  }

  service(name: string, definition: TaskDefinition, request: Partial<ServiceRequest> = {}): void {
    const { account } = this.world;
    const service = createService(account, { cluster: this.cluster, name, definition, desired: 4, ...request });
    for (const task of account.tasks.values()) if (task.group === `service:${name}`) service.tasks.add(task);
  }

  /** What `snapshot` writes of it. */
  async snapshot(): Promise<string> {
    const { out } = await cli(['snapshot', '--cluster', 'web'], { region: 'ap-northeast-1', ecs: this.answers() });
    return out;
  }

  /** What AWS answers of it. */
  answers(options: Partial<AwsApiOptions> = {}): WireHandlers {
    return awsApi(this.world.account, { random: seeded('answers'), ...options });
  }
}

export function webCluster(furnish: Furnishing = () => {}): WebCluster {
  const web = new WebCluster();
  const { world } = web;
  const definitions = register(web);
  const { account } = world;
  const near = [
    web.instance(960 + 1024, 512 + 640),
    web.instance(700 + 1024, 512 + 640),
    web.instance(3000, 512 + 256),
  ];
  const test = web.instance(4096, 1024, { attributes: { stack: 'test' } });
  const away = web.instance(4096, 1024);
  const others = [512, 600, 620, 650, 680].map((free) => web.instance(free, 700));
  const leaving = [4000, 4000].map((free) => web.instance(free, 1024));
  for (const each of near) web.run(definitions.orders, each, 'service:orders-api');
  for (const each of [...near, test, away, ...others, ...leaving])
    web.run(definitions.nginx, each, 'service:shop-nginx');
  world.pass(90_000);
  setAgent(account, away, false);
  for (const each of leaving) setInstanceStatus(account, each, 'DRAINING');
  web.service('orders-api', definitions.orders);
  web.service('shop-nginx', definitions.nginx, { desired: 12 });
  web.service('admin-web', definitions.admin, { desired: 1 });
  web.service('thumbnails', definitions.thumbnails, { desired: 0, placementStrategy: packedInZones });
  web.service('search', definitions.search, { launchType: 'FARGATE', desired: 2 });
  furnish(web);
  return web;
}

function register({ world }: WebCluster) {
  const port80 = [{ containerPort: 80, hostPort: 80, protocol: 'tcp' as const }];
  const small = (family: string, cpu: number, memoryMiB: number, portMappings: typeof port80 = []): TaskDefinition =>
    world.bridge({ family, containers: [{ name: family, image: `${family}:1`, cpu, memoryMiB, portMappings }] });
  const orders = {
    name: 'app',
    image: 'orders:v1.42.0',
    cpu: 512,
    memoryMiB: 2048,
    memoryReservationMiB: 1024,
    environment: { DATABASE_PASSWORD: 'hunter2-of-orders' },
    portMappings: [{ containerPort: 8080, hostPort: 0, protocol: 'tcp' as const }],
  };
  return {
    orders: world.bridge({
      family: 'orders-api',
      placementConstraints: [{ type: 'memberOf', expression: 'attribute:stack == prod' }],
      containers: [orders],
    }),
    nginx: small('shop-nginx', nginxSize.cpu, nginxSize.memoryMiB, port80),
    admin: small('admin-web', 256, 512, port80),
    thumbnails: small('thumbnails', 64, 64),
    nightly: small('nightly', 1024, 3000),
    search: world.fargate({ family: 'search' }),
  };
}

const packedInZones = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'binpack', field: 'memory' },
] as const;

const nginxSize = { cpu: 128, memoryMiB: 128 };
