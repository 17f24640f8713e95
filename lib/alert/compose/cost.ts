import type { Text } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Line, Reply } from '../../core/message.ts';
import type { Instant } from '../../core/time.ts';
import type { FargatePrices } from '../../ecs/fargate-prices.ts';
import { findPrices, monthlyCost } from '../../ecs/fargate-prices.ts';
import type { AlertPolicy } from '../policy.ts';
import { weeklyTexts } from '../texts/weekly.ts';
import type { LargeService, SizeFacts, Spread } from '../weekly/sizes.ts';
import { namesIn } from './names.ts';
import { phrase, plainOf } from './phrase.ts';
import { readableWords } from './untrusted-words.ts';

/** At most three lines, one of each kind, and what stands under the message. */
export type CostLines = { readonly lines: readonly Line[]; readonly replies: readonly Reply[] };

const daysLooked = 14;
const linesInReply = 40;

type Setting = { readonly policy: AlertPolicy; readonly region: string; readonly now: Instant };

/** Size, Spot, Savings Plan: a line each. Money only by a table that has its date, and says it. */
export function costLines(sizes: SizeFacts | undefined, { policy, region }: Setting): CostLines {
  if (sizes === undefined) return { lines: [], replies: [] };
  const { language } = policy;
  const prices = findPrices(region, policy.prices);
  const tell = (text: Text, fills = {}): string => say(text, language, fills);
  const [first, ...others] = sizes.large;
  const lines = [
    ...(first === undefined ? [] : [firstLine(first, others.length, { policy, prices })]),
    ...(sizes.spot.length === 0 ? [] : [spotLine(sizes.spot, policy)]),
    ...(sizes.steadyVcpus === undefined ? [] : [planLine(sizes.steadyVcpus, { policy, prices })]),
  ];
  const isPriced = prices !== undefined && (first !== undefined || sizes.steadyVcpus !== undefined);
  const source = isPriced ? [[tell(weeklyTexts.prices, namesOf(prices))]] : [];
  if (others.length === 0 && source.length === 0) return { lines, replies: [] };
  const fence = others.length === 0 ? [] : sizes.large.map((each) => plainOf(largeLine(each, { policy, prices })));
  return {
    lines,
    replies: [
      {
        key: 'cost',
        lines: [...(fence.length === 0 ? [] : [[{ bold: weeklyTexts.largeHead[language] }]]), ...source],
        ...(fence.length > 0 && { fence: fence.slice(0, linesInReply) }),
      },
    ],
  };
}

type Money = { readonly policy: AlertPolicy; readonly prices: FargatePrices | undefined };

function firstLine(large: LargeService, others: number, money: Money): Line {
  const line = largeLine(large, money);
  if (others === 0) return line;
  return phrase(weeklyTexts.largeMore, money.policy.language, { line, count: others });
}

function largeLine(
  { cluster, service, tasks, size, next, cpu, memory }: LargeService,
  { policy, prices }: Money,
): Line {
  const { language } = policy;
  const line = phrase(weeklyTexts.large, language, {
    service: readableWords(`${cluster}/${service}`, 80),
    tasks,
    size: sizeText(size),
    next: sizeText(next),
    cpu: spreadText(cpu),
    memory: spreadText(memory),
    days: daysLooked,
  });
  if (prices === undefined) return line;
  const saved = monthlyCost(prices, size, tasks) - monthlyCost(prices, next, tasks);
  return phrase(weeklyTexts.largeSaves, language, { line, money: moneyText(saved, prices) });
}

const sizeText = ({ cpuUnits, memoryMiB }: LargeService['size']): string =>
  `${cpuUnits / 1024} vCPU / ${memoryMiB / 1024} GB`;

const spreadText = ({ p50, p95, max }: Spread): string => [p50, p95, max].map((each) => Math.round(each)).join('/');

function spotLine(spot: SizeFacts['spot'], { language }: AlertPolicy): Line {
  const names = spot.map(({ cluster, service }) => `${cluster}/${service}`);
  return phrase(weeklyTexts.spot, language, { count: spot.length, names: namesIn(names, language) });
}

function planLine(vcpus: number, { policy: { language }, prices }: Money): Line {
  const line = phrase(weeklyTexts.plan, language, { vcpus, days: daysLooked });
  if (prices === undefined) return line;
  const cost = monthlyCost(prices, { cpuUnits: vcpus * 1024, memoryMiB: 0 }, 1);
  return phrase(weeklyTexts.planCosts, language, { line, money: moneyText(cost, prices) });
}

/** Two figures: it is an estimate. */
function moneyText(amount: number, { currency }: FargatePrices): string {
  const rounded = amount < 10 ? Math.round(amount) : Number(amount.toPrecision(2));
  return `${rounded} ${currency}`;
}

const namesOf = ({ region, asOf, source }: FargatePrices) => ({ region, asOf, source: readableWords(source, 160) });
