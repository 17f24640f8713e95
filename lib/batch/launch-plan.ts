import { lastPart } from '../core/last-part.ts';
import type { LaunchDefinition, ServicePlace, TaskLaunch, TaskOverrides } from '../core/run-reads.ts';
import { isoTime } from '../core/time.ts';
import { startedByOf } from '../ecs/own-launch.ts';
import type { TaskSpec } from './job.ts';
import type { Choice, Launch, LaunchPlan, RunState } from './state.ts';

/** "A total of 8192 characters are allowed for overrides", JSON and all (API_RunTask). */
const mostOverrides = 8192;

/** Why there can be no launch until somebody has edited something: a cause, with what to fill in. */
type PlanFault = { readonly cause: string; readonly fills: Readonly<Record<string, string | number>> };

type Known = { readonly definition: LaunchDefinition; readonly like?: ServicePlace };

/** What every launch of a run has in common. The revision is that of this moment; an edit is for runs to come. */
export function planOf(task: TaskSpec, { definition, like }: Known): LaunchPlan | PlanFault {
  const { family, arn } = definition;
  if (definition.status !== 'ACTIVE') return { cause: 'job_inactive', fills: { definition: lastPart(arn) } };
  const role = strangeRole(task, definition);
  if (role !== undefined) return { cause: 'job_role', fills: { definition: lastPart(arn), role } };
  const container = mainContainer(task, definition);
  if (typeof container !== 'string') return container;
  const network = task.network ?? like?.network;
  if (definition.networkMode === 'awsvpc' && network === undefined)
    return { cause: 'job_network', fills: { definition: lastPart(arn) } };
  return {
    definition: arn,
    family,
    container,
    choices: choicesOf(task, like),
    ...(definition.networkMode === 'awsvpc' && network !== undefined && { network }),
    ...(like?.platformVersion !== undefined && { platformVersion: like.platformVersion }),
  };
}

export function isFault(planned: LaunchPlan | PlanFault): planned is PlanFault {
  return 'fills' in planned;
}

/**
 * The first role of the revision that the job does not name. A revision somebody else registered must not get a run to
 * pass a role its job was never meant to have.
 */
function strangeRole(task: TaskSpec, definition: LaunchDefinition): string | undefined {
  const roles = [definition.taskRoleArn, definition.executionRoleArn].flatMap((role) => role ?? []);
  return roles
    .find((arn) => !task.roles.some((named) => named === arn || named === lastPart(arn)))
    ?.replace(/^.*:/, '');
}

function mainContainer(task: TaskSpec, { arn, containers }: LaunchDefinition): string | PlanFault {
  const definition = lastPart(arn);
  if (task.container !== undefined) {
    const isThere = containers.some(({ name }) => name === task.container);
    return isThere ? task.container : { cause: 'job_container', fills: { definition, container: task.container } };
  }
  const essential = containers.filter((each) => each.essential);
  const [only] = essential;
  if (only !== undefined && essential.length === 1) return only.name;
  return { cause: 'job_result', fills: { definition, count: essential.length } };
}

function choicesOf({ capacity }: TaskSpec, like: ServicePlace | undefined): readonly Choice[] {
  if (capacity.length === 0) {
    if (like === undefined) return [{ shares: [] }];
    const { launchType, shares } = like;
    return [{ shares, ...(shares.length === 0 && launchType !== undefined && { launchType }) }];
  }
  return capacity.map(({ provider, launchType, attempts }) => ({
    // By the API a weight left out is 0, and all weights 0 are refused (API_CapacityProviderStrategyItem).
    shares: provider === undefined ? [] : [{ provider, weight: 1, base: 0 }],
    ...(provider === undefined && launchType !== undefined && { launchType }),
    ...(attempts !== undefined && { attempts }),
  }));
}

type Run = Pick<RunState, 'runId' | 'job' | 'slot' | 'pinned' | 'part'>;

export function launchOf(run: Run, plan: LaunchPlan, launch: Launch): TaskLaunch {
  const { runId, job, pinned } = run;
  const { attempt, tryNumber, token, subnets } = launch;
  const choice = plan.choices[launch.choice] ?? { shares: [] };
  const { network } = plan;
  return {
    cluster: pinned.task.cluster,
    definition: plan.definition,
    startedBy: startedByOf(runId, attempt, tryNumber),
    token,
    shares: choice.shares,
    ...(choice.launchType !== undefined && { launchType: choice.launchType }),
    ...(plan.platformVersion !== undefined && isFargate(choice) && { platformVersion: plan.platformVersion }),
    ...(network !== undefined && { network: { ...network, subnets: subnets ?? network.subnets } }),
    overrides: overridesOf(run, plan.container, attempt),
    tags: { 'watchkeeper:job': job, 'watchkeeper:run': runId },
  };
}

/** Whether the overrides are too long: asked before anything is begun, and again when the container is known. */
export function overridesFault(run: Run, container = run.pinned.task.container ?? ''): PlanFault | undefined {
  const { length } = JSON.stringify(overridesOf(run, container, 99));
  return length > mostOverrides ? { cause: 'job_overrides', fills: { length, limit: mostOverrides } } : undefined;
}

function overridesOf({ runId, slot, pinned, part }: Run, container: string, attempt: number): TaskOverrides {
  const at = isoTime(slot);
  const places: Readonly<Record<string, string>> = {
    scheduledTime: at,
    scheduledDate: at.slice(0, 10),
    runId,
    attempt: String(attempt),
    ...(part !== undefined && { index: String(part.index) }),
  };
  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);
  const { command, environment } = pinned.task;
  const all = { ...environment, ...arrayVariables(pinned.task.array, part?.index) };
  const variables = Object.entries(all).map(([name, value]) => ({ name, value: filled(value) }));
  if (command === undefined && variables.length === 0) return { containerOverrides: [] };
  return {
    containerOverrides: [
      {
        name: container,
        ...(command !== undefined && { command: command.map(filled) }),
        ...(variables.length > 0 && { environment: variables }),
      },
    ],
  };
}

/** Of one task of many; as long for all of them, so that what is too long is so before any is begun. */
function arrayVariables(array: TaskSpec['array'], index: number | undefined): Readonly<Record<string, string>> {
  if (array === undefined) return {};
  const { size } = array;
  return { WATCHKEEPER_ARRAY_INDEX: String(index ?? size), WATCHKEEPER_ARRAY_SIZE: String(size) };
}

/** Platform versions are Fargate's (API_RunTask). */
function isFargate({ launchType, shares }: Choice): boolean {
  return (
    launchType === 'FARGATE' || (shares.length > 0 && shares.every(({ provider }) => provider.startsWith('FARGATE')))
  );
}
