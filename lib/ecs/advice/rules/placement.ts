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
    check: (facts) => withShortage(facts, 'size'),
  },
  {
    id: 'static-port-no-spare',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) => withShortage(facts, 'ports'),
  },
  {
    id: 'distinct-instance-no-spare',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) => withShortage(facts, 'distinct'),
  },
  {
    id: 'surge-not-placeable',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) => withShortage(facts, 'room'),
  },
  {
    id: 'smallest-type-gate',
    severity: 'warning',
    makesDeploymentFail: false,
    check: (facts) => withPlacement(facts, smallestTypeGate),
  },
  {
    id: 'missing-capability',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) => withPlacement(facts, missingCapabilities),
  },
  {
    id: 'eni-density',
    severity: 'info',
    makesDeploymentFail: false,
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
