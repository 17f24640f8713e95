import type { Fills, Text } from '../../../core/language.ts';
import { say } from '../../../core/language.ts';
import { demandOf } from '../../placement/demand.ts';
import { findEniLimits } from '../../placement/eni-limits.ts';
import { isOnFargate } from '../../placement/fargate.ts';
import { findAttributeFix } from '../../placement/attribute-fixes.ts';
import { questionOf } from '../../placement/question.ts';
import { hasAttributes, instanceTypeOf, interfaceLimit } from '../../placement/supply.ts';
import type { AdviceFacts } from '../facts.ts';
import type { AdviceRule, Checked, Hit } from '../rule.ts';
import { missing } from '../rule.ts';
import type { ShortageCause } from '../shortage.ts';
import { shortageOf, typesBySize } from '../shortage.ts';
import { few, homeOf, ofService } from './terms.ts';

/** Whether the next tasks find a place. */
export const placementRules: readonly AdviceRule[] = [
  {
    id: 'task-larger-than-instance',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'task-placement; cluster-auto-scaling',
    title: { en: 'the task is larger than every instance', ja: 'どのインスタンスよりも大きいタスク' },
    why: {
      en: 'Not even an empty instance has room for one copy.',
      ja: '空のインスタンスにも 1 つも配置できません。',
    },
    fix: {
      en: 'Make the task ask for less, or add instances of a larger type.',
      ja: 'タスクの要求を小さくするか、より大きなタイプのインスタンスを追加します。',
    },
    check: (facts) => withShortage(facts, 'size'),
  },
  {
    id: 'static-port-no-spare',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'API_PortMapping (hostPort); API_DeploymentConfiguration',
    title: { en: 'the host port is taken on every instance', ja: 'ホストポートが全インスタンスで使用中' },
    why: {
      en: 'A new copy needs a host port that no instance has free, and no old one may stop first: the deployment cannot begin.',
      ja: '新しいタスクに必要なホストポートがどのインスタンスにも空いておらず、古いタスクも先に停止できないため、デプロイが始まりません。',
    },
    fix: {
      en: 'Set hostPort to 0 behind the load balancer; or keep one spare instance, or minimumHealthyPercent below 100.',
      ja: 'ロードバランサー配下で hostPort を 0 にします。または予備のインスタンスを 1 台置くか、minimumHealthyPercent を 100 未満にします。',
    },
    check: (facts) => withShortage(facts, 'ports'),
  },
  {
    id: 'distinct-instance-no-spare',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'task-placement-constraints (distinctInstance); API_DeploymentConfiguration',
    title: { en: 'a copy on every instance already', ja: '全インスタンスに配置済み(distinctInstance)' },
    why: {
      en: 'distinctInstance allows one copy per instance, each has one, and none may stop first: the deployment cannot begin.',
      ja: 'distinctInstance により 1 台 1 タスクですが、全台に配置済みで先に停止もできないため、デプロイが始まりません。',
    },
    fix: {
      en: 'Keep one spare instance, or set minimumHealthyPercent below 100.',
      ja: '予備のインスタンスを 1 台置くか、minimumHealthyPercent を 100 未満にします。',
    },
    check: (facts) => withShortage(facts, 'distinct'),
  },
  {
    id: 'surge-not-placeable',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'task-placement; API_DeploymentConfiguration',
    title: { en: 'no room for the new tasks', ja: '新しいタスクを置く空きがない' },
    why: {
      en: 'The deployment must start {needed} before it may stop any, and there is room for {room}.',
      ja: '停止の前に {needed} タスクの起動が必要ですが、空きは {room} タスク分です。',
    },
    fix: {
      en: 'Add an instance before the deployment, or lower minimumHealthyPercent for it.',
      ja: 'デプロイの前にインスタンスを追加するか、その間だけ minimumHealthyPercent を下げます。',
    },
    check: (facts) => withShortage(facts, 'room'),
  },
  {
    id: 'smallest-type-gate',
    severity: 'warning',
    makesDeploymentFail: false,
    source: 'cluster-auto-scaling (considerations: smallest instance type)',
    title: { en: 'larger than the smallest instance type', ja: '最小のインスタンスタイプより大きいタスク' },
    why: {
      en: 'The task does not fit {small} of capacity provider {provider}: managed scaling judges by the smallest type, and may add nothing for it.',
      ja: 'キャパシティプロバイダー {provider} の {small} に収まりません。マネージドスケーリングは最小のタイプで判断するため、増設されないことがあります。',
    },
    fix: {
      en: 'Take {small} out of the Auto Scaling group, or make the task smaller.',
      ja: 'Auto Scaling グループから {small} を外すか、タスクを小さくします。',
    },
    check: (facts) => withPlacement(facts, smallestTypeGate),
  },
  {
    id: 'missing-capability',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'container-instance attributes: agent/app/agent_capability.go; task-placement-constraints',
    title: { en: 'no instance has what the task requires', ja: 'タスクの必須属性を持つインスタンスがない' },
    why: {
      en: 'None of {count} instances has the attribute {name}.',
      ja: '{count} 台のどのインスタンスにも属性 {name} がありません。',
    },
    fix: {
      en: 'Give instances the attribute, or do without what asks for it.',
      ja: 'インスタンスに属性を持たせるか、それを必要とする設定を外します。',
    },
    check: (facts) => withPlacement(facts, missingCapabilities),
  },
  {
    id: 'eni-density',
    severity: 'info',
    makesDeploymentFail: false,
    source: 'container-instance-eni',
    title: { en: 'network interfaces run out first', ja: 'ネットワークインターフェイスが先に不足' },
    why: {
      en: 'A {type} has room for {byResources} of these tasks, and interfaces for {limit}. With trunking it would be {withTrunk}.',
      ja: '{type} には CPU とメモリで {byResources} タスク置けますが、インターフェイスは {limit} 個分です。トランキングを使うと {withTrunk} 個になります。',
    },
    fix: {
      en: 'Turn on the account setting awsvpcTrunking, where it is off, and launch new instances: those that run keep their limit.',
      ja: 'アカウント設定 awsvpcTrunking が無効なら有効にし、インスタンスを新しく起動します。稼働中のものには反映されません。',
    },
    check: (facts) =>
      withPlacement(facts, (placement) => eniDensity(placement, facts.accountSettings?.['awsvpcTrunking'])),
  },
];

type Placement = NonNullable<AdviceFacts['placement']>;

/** Only of tasks that go to instances. */
function withPlacement(facts: AdviceFacts, check: (placement: Placement) => Checked): Checked {
  if (homeOf(facts) === 'fargate') return [];
  if (facts.placement === undefined) return missing('instances');
  return isOnFargate(facts.placement.asked) ? [] : check(facts.placement);
}

function withShortage(facts: AdviceFacts, wanted: ShortageCause): Checked {
  return ofService(facts, ({ desired }) =>
    withPlacement(facts, () => {
      if (desired === undefined) return [];
      const shortage = shortageOf(facts);
      if (shortage?.cause !== wanted) return [];
      const { needed, room, verdict } = shortage;
      return [{ fills: { needed, room }, detail: verdict }];
    }),
  );
}

/** Of each provider that scales by itself, whether some of its types are too small; one that chooses types has none. */
function smallestTypeGate(placement: Placement): Checked {
  const { asked, snapshot } = placement;
  const mixed = asked.capacityProviders
    .map((provider) => ({ provider, ...typesBySize(placement, provider) }))
    .filter(({ large, small }) => large.length > 0 && small.length > 0);
  const known = mixed.flatMap(({ provider, small }) => {
    const found = snapshot.providers.find(({ name }) => name === provider);
    return found?.managedScaling === undefined ? [] : [{ provider, small, found }];
  });
  if (known.length < mixed.length) return missing('capacityProviders');
  return known.flatMap(({ provider, small, found }): readonly Hit[] =>
    found.managedScaling === true && found.choosesTypes !== true
      ? [{ what: provider, fills: { provider, small: few(small) } }]
      : [],
  );
}

/** Instances a task may be sent to; of one without any attribute they were not listed. */
function missingCapabilities({ asked, snapshot }: Placement): readonly Hit[] {
  const { capacityProviders } = asked;
  const asks = snapshot.instances.filter(
    ({ status, capacityProvider = '' }) =>
      status === 'ACTIVE' && (capacityProviders.length === 0 || capacityProviders.includes(capacityProvider)),
  );
  if (asks.length === 0 || !asks.every(hasAttributes)) return [];
  return questionOf(asked).attributes.flatMap(({ name, value, isInferred }): readonly Hit[] => {
    const has = asks.some(
      ({ attributes }) => attributes.has(name) && (value === undefined || attributes.get(name) === value),
    );
    if (has) return [];
    const wanted = value === undefined ? name : `${name}=${value}`;
    const found = findAttributeFix(name);
    return [
      {
        what: wanted,
        fills: { name: wanted, count: asks.length },
        ...(isInferred === true && { severity: 'warning' }),
        ...(found !== undefined && { detail: filled(found.fix.fix, found.fills) }),
      },
    ];
  });
}

const filled = (text: Text, fills: Fills): Text => ({ en: say(text, 'en', fills), ja: say(text, 'ja', fills) });

/** Of each type, whether interfaces are what runs out, and a trunk would help. */
function eniDensity({ asked, snapshot }: Placement, setting: string | undefined): readonly Hit[] {
  const { interfaces, cpuUnits, memoryMiB } = demandOf(asked);
  if (interfaces === 0) return [];
  const detail =
    setting === undefined
      ? {}
      : { detail: { en: `awsvpcTrunking is ${setting} now.`, ja: `awsvpcTrunking は現在 ${setting} です。` } };
  // Of instances of one type the one with the fewest: not all need have a trunk.
  const fewestLast = snapshot.instances.toSorted((a, b) => (interfaceLimit(b) ?? 0) - (interfaceLimit(a) ?? 0));
  const byType = new Map(fewestLast.map((each) => [instanceTypeOf(each) ?? '', each]));
  return [...byType].flatMap(([type, instance]): readonly Hit[] => {
    const limit = interfaceLimit(instance);
    const withTrunk = findEniLimits(type)?.tasksWithTrunk;
    const { cpuUnits: cpu = 0, memoryMiB: memory = 0 } = instance.registered;
    const byResources = Math.min(
      cpuUnits > 0 ? Math.floor(cpu / cpuUnits) : Infinity,
      memoryMiB > 0 ? Math.floor(memory / memoryMiB) : Infinity,
    );
    if (limit === undefined || withTrunk === undefined || withTrunk <= limit) return [];
    if (!Number.isFinite(byResources) || byResources <= limit) return [];
    return [{ what: type, fills: { type, limit, withTrunk, byResources }, ...detail }];
  });
}
