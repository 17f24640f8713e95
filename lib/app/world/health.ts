import { deferred } from '../../aws/client.ts';
import type { AlarmReads } from '../../core/alarm-reads.ts';
import type { ContainerInstanceReads } from '../../core/ecs-reads.ts';
import type { AwsEvent } from '../../core/event.ts';
import type { CodeDeployReads, TargetReads } from '../../core/evidence-reads.ts';
import type { SweepReads } from '../../core/sweep-reads.ts';
import { parseEvent } from '../../ecs/events/parse.ts';
import { passedOnMessage } from '../../ecs/events/passed-on.ts';
import type { HealthTarget } from '../../health/decide.ts';
import type { HealthReads } from '../../health/facts.ts';
import type { HealthPolicy } from '../../health/policy.ts';
import { healthPolicy } from '../config/health-policy.ts';
import type { Built } from '../lambda.ts';
import { ecsOf } from './ecs.ts';
import { groundOf } from './ground.ts';
import type { Host } from './host.ts';
import { lambdaHost } from './host.ts';
import { alertSender, ownEventSender } from './queues.ts';
import { placementOf } from './placement.ts';

/** Everything the health function may touch: reads of ECS, load balancers and CodeDeploy, the table, its queue and the alerts queue. */
export async function healthWorld(
  host: Host = lambdaHost,
): Promise<Built<AwsEvent, HealthTarget, HealthReads, HealthPolicy>> {
  const { clock } = host;
  const { environment, store, counts, send, configuration, world } = groundOf(host, 'health');
  const sendAlert = alertSender(send, environment.alertsQueueUrl, clock);
  const ecs = ecsOf(host);
  const instances = deferred<ContainerInstanceReads>(async () => {
    const [{ openEcs }, { containerInstanceReads }] = await Promise.all([
      import('../../aws/ecs-client.ts'),
      import('../../aws/container-instances.ts'),
    ]);
    return containerInstanceReads(host.client(openEcs()), clock);
  });
  const sweep = deferred<SweepReads>(async () => {
    const [{ openEcs }, { sweepReads }] = await Promise.all([
      import('../../aws/ecs-client.ts'),
      import('../../aws/ecs-sweep.ts'),
    ]);
    return sweepReads(host.client(openEcs()), clock);
  });
  const alarms = deferred<AlarmReads>(async () => {
    const { alarmReads, openCloudWatch } = await import('../../aws/alarms.ts');
    return alarmReads(host.client(openCloudWatch()), clock);
  });
  const placement = placementOf(host);
  const targets = deferred<TargetReads>(async () => {
    const { openElb, targetReads } = await import('../../aws/elb.ts');
    return targetReads(host.client(openElb()), clock);
  });
  const codeDeploy = deferred<CodeDeployReads>(async () => {
    const { codeDeployReads, openCodeDeploy } = await import('../../aws/codedeploy.ts');
    return codeDeployReads(host.client(openCodeDeploy()), clock);
  });
  const passOn = ownEventSender(send, environment.queueUrl, clock);
  return {
    tally: counts,
    world: {
      ...world,
      parse: parseEvent,
      policy: async () => healthPolicy(await configuration()),
      store,
      read: {
        service: ecs.service,
        taskDefinition: ecs.taskDefinition,
        targets: targets.targets,
        stoppedTasks: async (which) => ecs.tasks({ ...which, desiredStatus: 'STOPPED' }),
        deployment: codeDeploy.deployment,
        containerInstance: instances.containerInstance,
        cluster: placement.cluster,
        inAlarm: alarms.inAlarm,
        clusterStandings: sweep.clusterStandings,
        servicePage: sweep.servicePage,
        lostAgents: sweep.lostAgents,
      },
      act: async (target) => ('send' in target ? sendAlert(target.send) : passOn(passedOnMessage(target.pass))),
      authority: async () => ({ acting: false, reason: 'health acts on nothing' }),
    },
  };
}
