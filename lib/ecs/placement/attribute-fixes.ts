import { agentSettingFixes } from './attribute-fixes-settings.ts';
import { agentVersionFixes } from './attribute-fixes-versions.ts';
import type { AttributeFix } from './attribute-fix.ts';

/** The first row that matches is the fix; the last two are for any attribute of ECS, and for those of users. */
export const attributeFixes: readonly AttributeFix[] = [
  ...agentSettingFixes,
  ...agentVersionFixes,
  {
    match: 'ecs.capability.*',
    source: 'agent/app/agent_capability.go',
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI: a newer agent reports {name}.',
      ja: '最新の ECS 最適化 AMI のインスタンスに入れ替えます。新しいエージェントは {name} を報告します。',
    },
  },
  {
    match: 'com.amazonaws.ecs.capability.*',
    source: 'agent/app/agent_capability.go',
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI: a newer agent or Docker reports {name}.',
      ja: '最新の ECS 最適化 AMI のインスタンスに入れ替えます。新しいエージェントまたは Docker は {name} を報告します。',
    },
  },
  {
    match: 'ecs.*',
    source: 'task-placement-constraints (built-in attributes)',
    fix: {
      en: 'ECS sets {name} itself: launch instances that have the value, or change what the task asks for.',
      ja: '{name} は ECS が設定する属性です。値の合うインスタンスを起動するか、タスクの要求を変えます。',
    },
  },
  {
    match: '*',
    source: 'task-placement-constraints (custom attributes); ecs-agent-config',
    fix: {
      en: 'Give instances the attribute {name}: now with `aws ecs put-attributes`, for new ones with ECS_INSTANCE_ATTRIBUTES in their user data.',
      ja: 'インスタンスに属性 {name} を付けます。稼働中のものは `aws ecs put-attributes`、新しいものはユーザーデータの ECS_INSTANCE_ATTRIBUTES で設定します。',
    },
  },
];

type FoundFix = { readonly fix: AttributeFix; readonly fills: { readonly name: string; readonly part: string } };

/**
 * What to set so that instances get an attribute that they lack. There is an answer for every name; `fills` are for its
 * places: the whole name, and what stands for the `*` of the row.
 */
export function findAttributeFix(name: string): FoundFix | undefined {
  for (const fix of attributeFixes) {
    const part = partOf(fix.match, name);
    if (part !== undefined) return { fix, fills: { name, part } };
  }
  return undefined;
}

/** What stands for the `*`, which is at the end. Undefined: the name does not match. */
function partOf(match: string, name: string): string | undefined {
  if (!match.endsWith('*')) return match === name ? '' : undefined;
  const prefix = match.slice(0, -1);
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}
