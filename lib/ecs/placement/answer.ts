import { present } from '../../core/present.ts';
import type { AskedTask } from './asked.ts';
import type { AdmittingChange } from './changes.ts';
import { cheapestChanges } from './changes.ts';
import { withDaemons } from './daemons.ts';
import type { Explanation } from './explain.ts';
import { explainPlacement } from './explain.ts';
import { explainFargate, isOnFargate } from './fargate.ts';
import type { PlacementInstance } from './instance.ts';
import type { ManagedScaling } from './managed-scaling.ts';
import { managedScalingOf } from './managed-scaling.ts';
import type { Outlook } from './outlook.ts';
import { outlookOf } from './outlook.ts';
import type { Snapshot } from './snapshot.ts';
import { daemonsOf } from './snapshot-asked.ts';

/** All there is to say of one more copy of a task in a cluster. */
export type PlacementAnswer = {
  readonly asked: AskedTask;
  readonly explanation: Explanation;
  /** As other tasks find them: with room kept for daemons. */
  readonly instances: readonly PlacementInstance[];
  readonly outlook: Outlook;
  /** The cheapest first. */
  readonly changes: readonly AdmittingChange[];
  /** So many copies wait in PROVISIONING for an instance. */
  readonly provisioning: number;
  /** Absent: nothing is said of it, see `managedScalingOf`. */
  readonly scaling?: ManagedScaling;
};

/** Asks the engine everything about one task. Pure; `readSnapshot` reads the cluster. */
export function answerPlacement(snapshot: Snapshot, asked: AskedTask): PlacementAnswer {
  if (isOnFargate(asked)) return answerOnFargate(asked);
  const daemons = daemonsOf(snapshot);
  const instances = withDaemons(snapshot.instances, daemons, asked);
  const explanation = explainPlacement(asked, instances);
  const { providers } = snapshot;
  const outlook = outlookOf(explanation.fits, asked, { instances, providers, daemons });
  return {
    asked,
    explanation,
    instances,
    outlook,
    changes: cheapestChanges(asked, instances, { daemons }),
    provisioning: provisioningOf(snapshot, asked),
    ...present({ scaling: managedScalingOf(snapshot, { asked, outlook }) }),
  };
}

function answerOnFargate(asked: AskedTask): PlacementAnswer {
  const explanation = explainFargate(asked);
  const outlook = explanation.fits === 'no' ? 'never' : 'unknown';
  return { asked, explanation, instances: [], outlook, changes: [], provisioning: 0 };
}

/** "waiting for sufficient capacity": in PROVISIONING without an instance (cluster-auto-scaling, task states). */
function provisioningOf({ tasks }: Snapshot, { group }: AskedTask): number {
  return tasks
    .filter((task) => task.group === group && task.lastStatus === 'PROVISIONING' && !task.isLeaving)
    .filter(({ instanceArn }) => instanceArn === undefined).length;
}

/** `orders-api`: what people call what is asked for. */
export const nameOfAsked = ({ group }: Pick<AskedTask, 'group'>): string => group.replace(/^(?:service|family):/, '');
