import type { TrailQuery } from '../../core/evidence-reads.ts';
import { shownActor } from './actor.ts';
import type { Look, Looker } from './look.ts';
import { notYet, serviceOf } from './look.ts';

/** Who started the deployment, or let an instance go. CloudTrail learns of it minutes later: mostly found by a later look. */
export const lookUpWho: Looker<'who'> = async (look) => {
  const { who } = look.context;
  if (who === 'off') return { state: 'none', reason: 'switched-off' };
  const query = await queryOf(look);
  if (query === undefined) return { state: 'none', reason: 'no-deployment' };
  const read = await look.reads.trail.lastChange(query);
  if (read.ok)
    return { state: 'found', ...shownActor(read.value.actor, who), action: read.value.name, at: read.value.at };
  if (read.reason === 'denied' || read.reason === 'not-asked') return { state: 'none', reason: read.reason };
  if (!look.last) return notYet(look.context);
  return { state: 'none', reason: read.reason === 'not-found' ? 'not-found' : 'unreadable' };
};

async function queryOf(look: Look): Promise<TrailQuery | undefined> {
  const { deployment, departure, pointers, subject } = look.alert;
  if (departure?.by === 'request' && pointers.ec2InstanceId !== undefined)
    return { of: 'group', group: departure.group, ec2InstanceId: pointers.ec2InstanceId, at: departure.at };
  const target = serviceOf(look.alert);
  if (deployment === undefined || target === undefined) return undefined;
  const at = deployment.startedAt ?? (await createdAtOf(look, deployment.id));
  if (at === undefined) return undefined;
  const { codeDeploy } = pointers;
  if (codeDeploy !== undefined)
    return { of: 'codedeploy', application: codeDeploy.application, group: codeDeploy.group, at };
  return { of: 'service', cluster: subject.cluster, service: subject.name, at };
}

async function createdAtOf({ alert, reads }: Look, id: string): Promise<number | undefined> {
  const target = serviceOf(alert);
  const read = target === undefined ? undefined : await reads.ecs.service(target);
  return read?.ok === true ? read.value.deployments.find((deployment) => deployment.id === id)?.createdAt : undefined;
}
