import type { ClusterItems, RawItem } from '../../lib/core/cluster-reads.ts';
import type { ServiceDeployment } from '../../lib/core/ecs-reads.ts';
import { isObject } from '../../lib/core/json.ts';
import type { Io } from '../io.ts';
import type { Unread } from './around.ts';
import { textIn } from './items.ts';

type RollOuts = {
  readonly rollOuts: ReadonlyMap<string, ServiceDeployment>;
  readonly unread: readonly Unread[];
};

/** The service deployments that go on in stages: only there stands whom they wait for. */
export async function readRollOuts(clusters: readonly ClusterItems[], region: string, io: Io): Promise<RollOuts> {
  const arns = clusters.flatMap(({ services = [] }) => services.flatMap(stagedArn));
  if (arns.length === 0) return { rollOuts: new Map(), unread: [] };
  const { serviceDeployment } = await io.account.deployments(region);
  const reads = await Promise.all(arns.map(async (arn) => serviceDeployment(arn)));
  const failed = reads.find((read) => !read.ok);
  return {
    rollOuts: new Map(reads.flatMap((read) => (read.ok ? [[read.value.arn, read.value] as const] : []))),
    unread: failed === undefined ? [] : [{ what: 'serviceDeployments', why: failed.reason }],
  };
}

/** Of rolling deployments all that counts stands in the service (API_DeploymentConfiguration, strategy). */
function stagedArn(service: RawItem): readonly string[] {
  const { deploymentConfiguration: configuration } = service;
  const strategy = isObject(configuration) ? (textIn(configuration, 'strategy') ?? 'ROLLING') : 'ROLLING';
  const arn = textIn(service, 'currentServiceDeployment');
  return arn === undefined || strategy === 'ROLLING' ? [] : [arn];
}
