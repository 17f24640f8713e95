import type { CodeDeployChanged } from '../core/event.ts';

export type NamedService = { readonly cluster: string; readonly service: string };

/** More places to split a name at than this are not tried. */
const mostSplits = 6;

/**
 * The ECS services that an application and a deployment group made by the ECS console may be of: it calls them
 * `AppECS-<cluster>-<service>` and `DgpECS-<cluster>-<service>` (Amazon ECS developer guide, create-blue-green). A dash
 * may also be part of a name, so there may be several.
 */
export function servicesNamed({
  application,
  deploymentGroup,
}: Pick<CodeDeployChanged, 'application' | 'deploymentGroup'>): readonly NamedService[] {
  const name = /^AppECS-(.+)$/.exec(application)?.[1];
  if (name === undefined || deploymentGroup !== `DgpECS-${name}`) return [];
  const parts = name.split('-');
  return parts.slice(1, mostSplits + 1).flatMap((_, at) => {
    const [cluster, service] = [parts.slice(0, at + 1).join('-'), parts.slice(at + 1).join('-')];
    return cluster === '' || service === '' ? [] : [{ cluster, service }];
  });
}
