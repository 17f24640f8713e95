import { emptyAccount } from '../../../sim/account/account.ts';
import { registerTaskDefinition } from '../../../sim/account/definitions.ts';
import { ensureCluster } from '../../../sim/account/identities.ts';
import { quietProgram } from '../../../sim/account/images.ts';
import { addInstance } from '../../../sim/account/instances.ts';
import type { Account, Cluster, ContainerInstance, Emitted } from '../../../sim/account/model.ts';
import { runTask } from '../../../sim/account/run-task.ts';
import type { Service } from '../../../sim/account/service.ts';
import { createService } from '../../../sim/account/services/create.ts';
import { runServices } from '../../../sim/account/services/scheduler.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import type { TargetGroup } from '../../../sim/account/surroundings.ts';
import type { Task } from '../../../sim/account/task.ts';
import type { TaskDefinition } from '../../../sim/account/task-definition.ts';
import { addTargetGroup, runLoadBalancers } from '../../../sim/account/targets.ts';
import { Agenda } from '../../../sim/agenda.ts';
import { seeded } from '../../../sim/random.ts';

/** A small account: a web service behind a load balancer on Fargate, and two instances that run what tests put there. */
export class Shop {
  readonly agenda = new Agenda(Date.UTC(2026, 10, 21, 3));
  readonly random = seeded('shop');
  readonly events: Emitted[] = [];
  readonly account: Account;
  readonly cluster: Cluster;
  readonly group: TargetGroup;
  readonly web: TaskDefinition;
  readonly job: TaskDefinition;
  readonly service: Service;
  readonly instances: readonly ContainerInstance[];

  constructor() {
    this.account = emptyAccount({
      agenda: this.agenda,
      random: this.random.fork('account'),
      emit: (event) => {
        this.events.push(event);
      },
    });
    runLoadBalancers(this.account);
    runServices(this.account);
    this.cluster = ensureCluster(this.account, 'shop');
    this.group = addTargetGroup(this.account, 'web');
    this.push('web', 'v1');
    this.push('web', 'v2');
    this.account.programs.set('web:v1', { ...quietProgram, lines: ['listening on 8080', 'ready'] });
    this.web = this.register('v1');
    this.job = registerTaskDefinition(this.account, {
      family: 'job',
      containers: [{ name: 'job', image: 'job:v1', cpu: 256, memoryMiB: 512 }],
    });
    this.instances = this.account.zones.slice(0, 2).map((zone) =>
      addInstance(this.account, {
        cluster: this.cluster,
        instanceType: 'c5.large',
        zone,
        cpu: 2048,
        memoryMiB: 3767,
        tags: new Map([['team', 'shop']]),
      }),
    );
    this.service = createService(this.account, {
      cluster: this.cluster,
      name: 'web',
      definition: this.web,
      desired: 2,
      launchType: 'FARGATE',
      targets: [{ targetGroupArn: this.group.arn, container: 'web', containerPort: 8080 }],
      tags: new Map([['team', 'shop']]),
      by: { role: 'deploy', session: 'ana' },
    });
    this.pass(10 * 60_000);
  }

  push(repository: string, tag: string): void {
    const known = this.account.repositories.get(repository) ?? { name: repository, tags: new Map() };
    known.tags.set(tag, { pushedAt: this.agenda.now(), digest: `sha256:${tag.repeat(32)}` });
    this.account.repositories.set(repository, known);
  }

  register(tag: string): TaskDefinition {
    return registerTaskDefinition(this.account, {
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: 256,
      memoryMiB: 512,
      executionRoleArn: `arn:aws:iam::${this.account.id}:role/execution`,
      tags: new Map([['tier', 'front']]),
      containers: [
        {
          name: 'web',
          image: `${this.account.id}.dkr.ecr.${this.account.region}.amazonaws.com/web:${tag}`,
          portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
          environment: { STAGE: 'prod' },
          healthCheck: { command: ['CMD', 'true'], intervalS: 10, retries: 3 },
          log: { group: '/ecs/web', streamPrefix: 'web' },
        },
      ],
    });
  }

  deploy(tag: string): void {
    updateService(this.account, this.service, {
      definition: this.register(tag),
      by: { role: 'deploy', session: 'ana' },
    });
  }

  /** Tasks of the job on the instances. */
  jobs(count: number): readonly Task[] {
    return runTask(this.account, { cluster: this.cluster, definition: this.job, count }).tasks;
  }

  tasks(): Task[] {
    return [...this.account.tasks.values()];
  }

  pass(ms: number): void {
    const until = this.agenda.now() + ms;
    while (this.agenda.step(until) !== undefined);
    this.agenda.idle(until);
  }
}
