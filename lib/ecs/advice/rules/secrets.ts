import { namedSecrets } from '../../../core/secret-patterns.ts';
import { parseImageReference } from '../../image-reference.ts';
import type { AdviceRule } from '../rule.ts';
import { missing } from '../rule.ts';
import { eachWithSettings, few, inContainer, inDefinition, isForFargate, ofDefinition } from './terms.ts';

/** Secrets and variables, and the role that reads them. */
export const secretRules: readonly AdviceRule[] = [
  {
    id: 'plain-secret',
    severity: 'warning',
    makesDeploymentFail: false,
    check: (facts) =>
      eachWithSettings(facts, (container, { environment }) => {
        const found = environment.findIndex((each) => each.looksSecret || isSecretName(each.name));
        if (found < 0) return [];
        const names = environment.filter((each) => each.looksSecret || isSecretName(each.name)).map(({ name }) => name);
        return [inContainer(container, ['environment', found], { names: few(names) })];
      }),
  },
  {
    id: 'execution-role-missing',
    // The role may still be given when it is registered: whoever refuses it then says so at once.
    severity: 'warning',
    makesDeploymentFail: true,
    check: (facts) =>
      ofDefinition(facts, ({ details, containers }) => {
        if (details === undefined) return missing('containerSettings');
        if (details.executionRole !== undefined) return [];
        const needs = containers.flatMap(({ image = '', details: settings }) => [
          ...((settings?.secrets.length ?? 0) > 0 ? ['secrets'] : []),
          ...(isForFargate(facts) && settings?.logDriver === 'awslogs' ? ['awslogs'] : []),
          ...(isForFargate(facts) && parseImageReference(image).ecr !== undefined ? ['ECR'] : []),
        ]);
        return needs.length === 0 ? [] : [inDefinition([], { what: few(needs) })];
      }),
  },
  {
    id: 'secret-unreadable',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) => {
      const { permissions, definition } = facts;
      if (definition?.containers.every(({ details }) => details?.secrets.length === 0)) return [];
      if (definition !== undefined && permissions === undefined) return missing('permissions');
      // Names alone say nothing of where the secrets lie.
      if (definition?.containers.some(({ details }) => details?.secrets.some(({ from }) => from === '')) === true) {
        return missing('containerSettings');
      }
      return eachWithSettings(facts, (container, { secrets }) =>
        secrets.flatMap(({ name, from }, at) => {
          const denied = permissions?.find((each) => !each.isAllowed && isOf(each.resource, from));
          if (denied === undefined) return [];
          const fills = { name, from: shortName(from), action: denied.action };
          return [{ ...inContainer(container, ['secrets', at], fills), what: name }];
        }),
      );
    },
  },
  {
    id: 'variable-removed',
    severity: 'info',
    makesDeploymentFail: false,
    check: (facts) => {
      const { before } = facts;
      if (before === undefined) return missing('before');
      return eachWithSettings(facts, (container, { environment, secrets }) => {
        const old = before.containers.find(({ name }) => name === container.name)?.details;
        const now = new Set([...environment, ...secrets].map(({ name }) => name));
        const gone = [...(old?.environment ?? []), ...(old?.secrets ?? [])].flatMap(({ name }) =>
          now.has(name) ? [] : [name],
        );
        return gone.length === 0 ? [] : [inContainer(container, [], { names: few(gone) })];
      });
    },
  },
];

/** Names whose value says where a secret is, or how long it lives, rather than what it is. */
const aboutSecrets =
  /(?:_|-|^)(?:arn|name|names|id|ids|file|path|dir|url|uri|endpoint|host|region|prefix|header|type|ttl|expiry|expires?|expiration|lifetime|seconds|minutes|hours|days|length|size|count|enabled|version|provider|manager|store|policy|algorithm|issuer|audience|limit|cookie|key_id|publishable|public)(?:_?in)?$/i;

/** Read as the redaction of logs would read `NAME=value`, less what only points at a secret. */
function isSecretName(name: string): boolean {
  if (aboutSecrets.test(name) || /public/i.test(name) || /^(?:true|false)$/i.test(name)) return false;
  const assignment = `${name}=v4lue9x2`;
  return namedSecrets.some(({ id, pattern }) => id === 'assigned-value' && assignment.search(pattern) >= 0);
}

/** The simulator answers with ARNs; a parameter may be named by its name alone, and a secret's field by a suffix. */
function isOf(resource: string, from: string): boolean {
  if (from.startsWith('arn:')) return from === resource || from.startsWith(`${resource}:`);
  return resource.endsWith(`:parameter/${from.replace(/^\//, '')}`);
}

const shortName = (from: string): string => (from.startsWith('arn:') ? from.split(':').slice(5).join(':') : from);
