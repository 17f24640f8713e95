import { nameOfAsked } from './answer.ts';
import type { AskedTask } from './asked.ts';
import type { AdmittingChange } from './changes.ts';
import { cheapestChanges } from './changes.ts';
import { withDaemons } from './daemons.ts';
import { distanceOf } from './distance.ts';
import type { InstanceVerdict } from './explain.ts';
import { explainPlacement } from './explain.ts';
import { isOnFargate } from './fargate.ts';
import type { Reason, Verdict } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import type { Snapshot } from './snapshot.ts';
import { askedByDefinition, askedByService, daemonsOf, definitionNamed } from './snapshot-asked.ts';

/** Whether an instance takes one more copy of one task. */
export type TaskVerdict = {
  readonly asked: AskedTask;
  readonly verdict: InstanceVerdict;
  /** The cheapest change to the task or the instance that lets one in, where none fits. */
  readonly change?: AdmittingChange;
};

export type InstanceAnswer = {
  readonly instance: PlacementInstance;
  /** Those that fit, then the nearest miss first. */
  readonly tasks: readonly TaskVerdict[];
  /** What keeps every one of them away. */
  readonly shared: readonly Reason[];
};

/** Asks of every service, and of every family no service has, whether one more copy fits on an instance. */
export function answerForInstance(snapshot: Snapshot, { arn }: Pick<PlacementInstance, 'arn'>): InstanceAnswer {
  const daemons = daemonsOf(snapshot);
  const found = snapshot.instances.filter((each) => each.arn === arn);
  const tasks = everyTask(snapshot).flatMap((asked): readonly TaskVerdict[] => {
    const instances = withDaemons(found, daemons, asked);
    return explainPlacement(asked, instances).instances.map((verdict) => {
      const isIn = verdict.fits === 'yes';
      const change = isIn ? undefined : changeFor(asked, instances, daemons);
      return { asked, verdict, ...(change !== undefined && { change }) };
    });
  });
  const [instance] = found;
  if (instance === undefined) throw new Error(`${arn} is not in the snapshot`);
  return { instance, tasks: tasks.toSorted(byNearness), shared: sharedReasons(tasks) };
}

function everyTask(snapshot: Snapshot): readonly AskedTask[] {
  const services = snapshot.services.filter(({ status }) => status === 'ACTIVE');
  const ofServices = services.flatMap((service) => askedByService(snapshot, service) ?? []);
  const served = new Set(ofServices.map(({ definition }) => definition.family));
  const families = new Set(snapshot.definitions.map(({ family }) => family));
  const standalone = [...families]
    .filter((family) => !served.has(family))
    .flatMap((family) => definitionNamed(snapshot, family) ?? [])
    .map((definition) => askedByDefinition(definition, snapshot));
  return [...ofServices, ...standalone].filter((asked) => !isOnFargate(asked));
}

/** Another instance is no change to this one. */
function changeFor(
  asked: AskedTask,
  instances: readonly PlacementInstance[],
  daemons: readonly AskedTask[],
): AdmittingChange | undefined {
  return cheapestChanges(asked, instances, { daemons }).find(({ kind }) => kind !== 'instance');
}

const ranks: Readonly<Record<Verdict, number>> = { yes: 0, unverifiable: 1, no: 2 };

function byNearness(one: TaskVerdict, other: TaskVerdict): number {
  return (
    ranks[one.verdict.fits] - ranks[other.verdict.fits] ||
    distanceOf(one.verdict.reasons) - distanceOf(other.verdict.reasons) ||
    nameOfAsked(one.asked).localeCompare(nameOfAsked(other.asked))
  );
}

/** Of the instance itself, not of what a task needs: its state and its agent. */
function sharedReasons(tasks: readonly TaskVerdict[]): readonly Reason[] {
  const [first, ...others] = tasks;
  if (first === undefined) return [];
  const ofInstance = first.verdict.reasons.filter(({ check }) => check === 'status' || check === 'agent');
  return ofInstance.filter(({ check }) =>
    others.every(({ verdict }) => verdict.reasons.some((reason) => reason.check === check)),
  );
}
