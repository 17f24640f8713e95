import { Agenda } from '../../../sim/agenda.ts';
import { emptyAccount } from '../../../sim/account/account.ts';
import type { TaskDefinitionRequest } from '../../../sim/account/definitions.ts';
import { registerTaskDefinition } from '../../../sim/account/definitions.ts';
import { ensureCluster } from '../../../sim/account/identities.ts';
import type { InstanceRequest } from '../../../sim/account/instances.ts';
import { addInstance } from '../../../sim/account/instances.ts';
import type { Account, Cluster, ContainerInstance, Emitted } from '../../../sim/account/model.ts';
import { quietProgram } from '../../../sim/account/images.ts';
import type { Program } from '../../../sim/account/surroundings.ts';
import type { Task } from '../../../sim/account/task.ts';
import type { TaskDefinition } from '../../../sim/account/task-definition.ts';
import type { Launch } from '../../../sim/account/tasks/launch.ts';
import { launchTask } from '../../../sim/account/tasks/launch.ts';
import { seeded } from '../../../sim/random.ts';
import type { Switches } from '../../../sim/switches.ts';
import { usualSwitches } from '../../../sim/switches.ts';

type Detail = Readonly<Record<string, unknown>>;

export const targets = [{ targetGroupArn: 'arn:aws:elasticloadbalancing:tg/web', container: 'web', containerPort: 80 }];

/** An account with one cluster, and short words for what tests do with it. */
export class World {
  readonly agenda = new Agenda(Date.UTC(2026, 10, 21, 3));
  readonly events: Emitted[] = [];
  readonly account: Account;
  readonly cluster: Cluster;

  constructor(seed = 'one', switches: Partial<Switches> = {}) {
    this.account = emptyAccount({
      agenda: this.agenda,
      random: seeded(seed),
      switches: { ...usualSwitches, ...switches },
      emit: (event) => {
        this.events.push(event);
      },
    });
    this.cluster = ensureCluster(this.account, 'shop');
  }

  /** Lets so much time go by. */
  pass(ms: number): void {
    const until = this.agenda.now() + ms;
    while (this.agenda.step(until) !== undefined);
    this.agenda.idle(until);
  }

  program(image: string, program: Partial<Program>): void {
    this.account.programs.set(image, { ...quietProgram, ...program });
  }

  fargate(request: Partial<TaskDefinitionRequest> = {}): TaskDefinition {
    return registerTaskDefinition(this.account, {
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: 256,
      memoryMiB: 512,
      containers: [{ name: 'web', image: 'web:v1' }],
      ...request,
    });
  }

  bridge(request: Partial<TaskDefinitionRequest> = {}): TaskDefinition {
    const containers = [{ name: 'web', image: 'web:v1', cpu: 256, memoryMiB: 512 }];
    return registerTaskDefinition(this.account, { family: 'web', containers, ...request });
  }

  /** An instance whose agent is connected already. */
  instance(request: Partial<InstanceRequest> = {}): ContainerInstance {
    const [zone = ''] = this.account.zones;
    const usual = { cluster: this.cluster, instanceType: 'c5.large', zone, cpu: 2048, memoryMiB: 3767 };
    const instance = addInstance(this.account, { ...usual, ...request });
    this.pass(2_000);
    return instance;
  }

  launch(definition: TaskDefinition, launch: Partial<Launch> = {}): Task {
    const [first = ''] = this.account.zones;
    return launchTask(this.account, {
      cluster: this.cluster,
      definition,
      launchType: launch.instance === undefined ? 'FARGATE' : 'EC2',
      zone: launch.instance?.zone ?? first,
      group: 'service:web',
      ...launch,
    });
  }

  /** Details of the events of one task so far, or of all. */
  told(task?: Task): Detail[] {
    return this.events
      .filter(({ detailType }) => detailType === 'ECS Task State Change')
      .map(({ detail }) => detail)
      .filter(({ taskArn }) => task === undefined || taskArn === task.arn);
  }

  instanceEvents(instance: ContainerInstance): Detail[] {
    return this.events
      .filter(({ detailType, resources }) => detailType.includes('Instance') && resources[0] === instance.arn)
      .map(({ detail }) => detail);
  }

  statuses(task: Task): string {
    return this.told(task)
      .map(({ lastStatus }) => String(lastStatus))
      .join(' ');
  }
}
