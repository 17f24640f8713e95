import { present } from '../../lib/core/present.ts';
import type { ClusterPart } from '../../lib/core/cluster-reads.ts';
import { say } from '../../lib/core/language.ts';
import type { PlacementAnswer } from '../../lib/ecs/placement/answer.ts';
import type { AdmittingChange } from '../../lib/ecs/placement/changes.ts';
import type { CrossCheck } from '../../lib/ecs/placement/cross-check.ts';
import { demandOf } from '../../lib/ecs/placement/demand.ts';
import type { InstanceVerdict } from '../../lib/ecs/placement/explain.ts';
import type { Reason, Said } from '../../lib/ecs/placement/finding.ts';
import type { NextCopy } from '../../lib/ecs/placement/next-copy.ts';
import { nextCopyOf, strategyName } from '../../lib/ecs/placement/next-copy.ts';
import type { PlacementInstance } from '../../lib/ecs/placement/instance.ts';
import { instanceTypeOf, zoneOf } from '../../lib/ecs/placement/supply.ts';
import type { JsonLine } from '../terminal.ts';

export type Subject = {
  readonly cluster?: string;
  readonly kind: 'service' | 'family' | 'instance';
  readonly name: string;
  readonly taskDefinition?: string;
};

export type JsonBeside = {
  readonly check?: CrossCheck;
  readonly unread?: readonly ClusterPart[];
  /** Why an instance that is being drained is still there. */
  readonly drain?: object;
};

/** Of programs, which read no language: every text is English. */
const inEnglish = ({ text, fills = {} }: Said): string => say(text, 'en', fills);

export function answerJson(subject: Subject, answer: PlacementAnswer, beside: JsonBeside = {}): JsonLine {
  const { asked, explanation, outlook, provisioning, changes } = answer;
  const { fits, copies, copiesAtMost, providers, faults } = explanation;
  const instances = new Map(answer.instances.map((each) => [each.arn, each]));
  return {
    type: 'explanation',
    subject,
    fits,
    copies,
    ...present({ copiesAtMost, providers, faults: faults?.map(inEnglish) }),
    outlook,
    ...present({ next: nextJson(nextCopyOf(answer)) }),
    provisioning,
    ...present({ managedScaling: answer.scaling }),
    demand: demandOf(asked),
    instances: explanation.instances.map((each) => instanceJson(each, instances.get(each.arn))),
    fixes: changes.map(fixJson),
    ...besideJson(beside),
  };
}

/** Absent where it cannot be told: ECS chooses a capacity provider first, or not all tasks could be counted. */
function nextJson(next: NextCopy | undefined): object | undefined {
  if (next === undefined || next.kind !== 'instances') return undefined;
  return {
    among: next.among.map(({ arn, ec2InstanceId }) => ({ arn, ...present({ ec2InstanceId }) })),
    by: next.because.map(({ strategy, value, amount }) => ({
      strategy: strategyName(strategy),
      ...(next.among.length === 1 && present({ value })),
      ...present({ amount }),
    })),
    unclear: next.unclear,
  };
}

export function besideJson({ check, unread = [], drain }: JsonBeside): object {
  return { ...present({ crossCheck: check, drain }), ...(unread.length > 0 && { unread }) };
}

export function instanceJson(verdict: InstanceVerdict, instance: PlacementInstance | undefined): object {
  const { arn, fits, copies, copiesAtMost, reasons } = verdict;
  const { ec2InstanceId, capacityProvider } = instance ?? {};
  return {
    arn,
    ...present({
      ec2InstanceId,
      instanceType: instance && instanceTypeOf(instance),
      zone: instance && zoneOf(instance),
      capacityProvider,
    }),
    fits,
    copies,
    ...present({ copiesAtMost }),
    reasons: reasons.map(reasonJson),
  };
}

/** `have` and `shortBy` are null where there is nothing of the kind, and nothing to count. */
export function reasonJson({ check, verdict, code, need, have, shortBy, heldBy, doubt, unmet }: Reason): object {
  return {
    check,
    verdict,
    need,
    have: have ?? null,
    shortBy: shortBy ?? null,
    ...present({ code, heldBy, unmet, doubt: doubt && inEnglish(doubt) }),
  };
}

export function fixJson({ said, admits, kind, cost, how }: AdmittingChange): object {
  return { change: inEnglish(said), admits, kind, cost, ...present({ how: how && inEnglish(how) }) };
}
