import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Module } from '../architecture/modules.ts';
import { nodesOf, readModule, root } from '../architecture/modules.ts';

/** Every module of ours that a handler reaches, late imports and types included. */
export function reachedFrom(handler: string): readonly Module[] {
  const reached = new Map<string, Module>();
  const waiting = [handler];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path) || !existsSync(join(root, path))) continue;
    const module = readModule(path);
    reached.set(path, module);
    waiting.push(...module.imports);
  }
  return [...reached.values()];
}

/** The SDK's commands and paginators a module imports, as `service:Operation`. */
export function commandsOf({ syntax }: Module): string[] {
  return [...nodesOf(syntax)].flatMap((node) => {
    if (node.type !== 'ImportDeclaration' || node['importKind'] === 'type') return [];
    const source = node['source'] as { readonly value: string };
    if (!source.value.startsWith('@aws-sdk/client-')) return [];
    const names = (node['specifiers'] as readonly { imported?: { name: string } }[]).map(
      ({ imported }) => imported?.name,
    );
    return names.flatMap((name) => {
      const operation = /^(?:paginate(.+)|(.+)Command)$/.exec(name ?? '');
      const named = operation?.[1] ?? operation?.[2];
      return named === undefined ? [] : [`${source.value.slice('@aws-sdk/client-'.length)}:${named}`];
    });
  });
}

/** The IAM action of an operation, where it is not its own name. Service Authorization Reference, actions of each service. */
const actions: Readonly<Record<string, string>> = {
  's3:ListObjectVersions': 's3:ListBucketVersions',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
};
const prefixes: Readonly<Record<string, string>> = {
  'application-auto-scaling': 'application-autoscaling',
  'auto-scaling': 'autoscaling',
  'cloudwatch-logs': 'logs',
  eventbridge: 'events',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
};

export function actionOf(command: string): string {
  const [service = '', operation = ''] = command.split(':');
  const name = `${prefixes[service] ?? service}:${operation}`;
  return actions[name] ?? name;
}
