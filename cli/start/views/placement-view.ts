import type { PlacementView } from '../../../console/view.ts';
import type { Language } from '../../../lib/core/language.ts';
import { answerPlacement } from '../../../lib/ecs/placement/answer.ts';
import type { Snapshot } from '../../../lib/ecs/placement/snapshot.ts';
import { readSnapshot } from '../../../lib/ecs/placement/snapshot.ts';
import { askedByService, serviceNamed } from '../../../lib/ecs/placement/snapshot-asked.ts';
import { outlookSentence, verdictText } from '../../../lib/ecs/placement/verdict-text.ts';
import { verdictCells } from '../../../lib/ecs/placement/verdict-table.ts';
import type { Account, Cluster } from '../../../sim/account/model.ts';
import type { Service } from '../../../sim/account/service.ts';
import { capacityProviderShape } from '../../../sim/api/ecs/clusters.ts';
import { instanceShape } from '../../../sim/api/ecs/instance-shape.ts';
import { serviceShape } from '../../../sim/api/ecs/service-shape.ts';
import { taskDefinitionShape } from '../../../sim/api/ecs/task-definition-shape.ts';
import { taskShape } from '../../../sim/api/ecs/task-shape.ts';

/** The labels of the page are English, and so is what stands among them. */
const language: Language = 'en';

/** Where one more copy of each service would go, as the product's own engine sees what AWS would describe. */
export function placementsIn(
  account: Account,
  cluster: Cluster,
  services: readonly Service[],
): (service: Service) => PlacementView | undefined {
  const snapshot = snapshotOf(account, cluster, services);
  return (service) => {
    const known = serviceNamed(snapshot, service.name);
    const asked = known && askedByService(snapshot, known);
    return asked === undefined ? undefined : viewOf(snapshot, asked);
  };
}

function snapshotOf(account: Account, cluster: Cluster, services: readonly Service[]): Snapshot {
  const isHere = (each: { readonly clusterArn: string }): boolean => each.clusterArn === cluster.arn;
  const definitions = new Set(services.flatMap(({ deployments }) => deployments.map(({ definition }) => definition)));
  const items = {
    containerInstances: [...account.instances.values()]
      .filter((each) => isHere(each) && each.status !== 'INACTIVE')
      .map(instanceShape),
    tasks: [...account.tasks.values()]
      .filter((each) => isHere(each) && each.lastStatus !== 'STOPPED')
      .map((task) => taskShape(account, task)),
    capacityProviders: [...cluster.capacityProviders.values()].map((each) => capacityProviderShape(account, each)),
    services: services.map((service) => serviceShape(account, service)),
    taskDefinitions: [...definitions].map((definition) => taskDefinitionShape(definition, account.region)),
  };
  const read = readSnapshot(JSON.parse(JSON.stringify(items)));
  if ('faults' in read)
    throw new Error(`the simulated account describes itself wrongly: ${JSON.stringify(read.faults)}`);
  return read;
}

function viewOf(snapshot: Snapshot, asked: NonNullable<ReturnType<typeof askedByService>>): PlacementView {
  const answer = answerPlacement(snapshot, asked);
  const names = new Map(answer.instances.map(({ arn, ec2InstanceId }) => [arn, ec2InstanceId ?? arn]));
  const name = asked.group.slice('service:'.length);
  return {
    fits: answer.explanation.fits,
    room: verdictText(answer, language).room.replace(`${name}: `, ''),
    outlook: outlookSentence(answer, language),
    instances: answer.explanation.instances.map((verdict) => {
      const { fits, why } = verdictCells(verdict, language);
      return { id: names.get(verdict.arn) ?? verdict.arn, fits, why };
    }),
  };
}
