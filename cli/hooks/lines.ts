import { oneLine } from '../../lib/channels/untrusted.ts';
import type { GroupHook } from '../../lib/core/group-reads.ts';
import type { Language } from '../../lib/core/language.ts';
import { say } from '../../lib/core/language.ts';
import { byOwner } from '../../lib/ecs/draining/hook-findings.ts';
import { ownerOf } from '../../lib/ecs/draining/hook-owner.ts';
import type { Io } from '../io.ts';
import type { JsonLine } from '../terminal.ts';
import { aligned, painter } from '../terminal.ts';
import { durationWords } from '../time.ts';
import type { Checked } from './command.ts';

type Shown = { readonly region: string; readonly language: Language };

/** Every group in a line, and what is to be said of it below. */
export function checkLines(checked: readonly Checked[], { region, language }: Shown, io: Io): string[] {
  const paint = painter(io);
  if (checked.length === 0) return [`no Auto Scaling group is under an ECS cluster in ${region}`];
  const wrong = checked.filter(isWrong).length;
  const head =
    wrong === 0
      ? paint('green', `groups: ${checked.length}, nothing is wrong`)
      : paint('red', `groups: ${checked.length}, to be changed: ${wrong}`);
  const rows = checked.map((each) => {
    const { group, policy } = each;
    return [
      { text: isWrong(each) ? '✗' : '✓', style: isWrong(each) ? ('red' as const) : ('green' as const) },
      oneLine(group.name),
      oneLine(group.clusters.join(', ')),
      `instances: ${group.instances}`,
      policy.mode,
      oneLine(hooksText(each)),
    ];
  });
  const table = aligned(rows, paint);
  return [
    head,
    '',
    ...checked.flatMap(({ findings }, at) => [
      table[at] ?? '',
      ...findings.map(({ level, said, fills }) => {
        const text = `    ${level === 'wrong' ? '!' : '·'} ${oneLine(say(said, language, fills))}`;
        return level === 'wrong' ? text : paint('dim', text);
      }),
    ]),
  ];
}

function isWrong({ findings }: Checked): boolean {
  return findings.some(({ level }) => level === 'wrong');
}

function hooksText({ group, policy }: Checked): string {
  const { own, managed, foreign } = byOwner(group, policy);
  const all = [...own, ...managed, ...foreign];
  return all.length === 0 ? 'no hook' : all.map(hookText).join(', ');
}

const hookText = ({ name, heartbeatMs }: GroupHook): string => `${name} ${durationWords(heartbeatMs)}`;

export function checkJson({ group, policy, findings }: Checked): JsonLine {
  const { name, clusters, capacityProviders, instances, hasWarmPool, isManaged, hooks } = group;
  return {
    type: 'group',
    group: name,
    clusters,
    capacityProviders,
    instances,
    warmPool: hasWarmPool,
    managedDraining: isManaged,
    mode: policy.mode,
    deadlineSeconds: policy.deadlineMs / 1000,
    hooks: hooks.map(({ heartbeatMs, globalMs, ...hook }) => ({
      ...hook,
      owner: ownerOf(hook, policy.mark),
      heartbeatSeconds: heartbeatMs / 1000,
      globalSeconds: globalMs / 1000,
    })),
    findings: findings.map(({ id, level, said, fills }) => ({ id, level, text: say(said, 'en', fills) })),
  };
}
