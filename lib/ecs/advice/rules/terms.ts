import { limitsOf } from '../../draining/limits.ts';
import type { Fills } from '../../../core/language.ts';
import { fargateProviders } from '../../placement/fargate.ts';
import type { AdviceContainer, AdviceDefinition, AdviceFacts, AdviceService, ContainerSettings } from '../facts.ts';
import type { AdvicePath, Checked, Hit } from '../rule.ts';
import { missing } from '../rule.ts';

/** Where tasks run. `either`: the task definition allows both, and no service says which. */
type Home = 'fargate' | 'instances' | 'either';

/** Undefined: nobody can say. */
export function homeOf({ definition, service }: AdviceFacts): Home | undefined {
  const chosen = service === undefined ? undefined : chosenHome(service);
  return chosen ?? (definition === undefined ? undefined : allowedHome(definition));
}

function chosenHome({ launchType, providers }: AdviceService): Home | undefined {
  if (launchType === 'FARGATE' || providers.some((each) => fargateProviders.includes(each))) return 'fargate';
  return launchType !== undefined || providers.length > 0 ? 'instances' : undefined;
}

function allowedHome({ requires, networkMode }: AdviceDefinition): Home {
  if (requires.length > 0 && requires.every((each) => each === 'FARGATE')) return 'fargate';
  if (requires.includes('FARGATE')) return 'either';
  return requires.length === 0 && networkMode === 'awsvpc' ? 'either' : 'instances';
}

/** Fargate's own rules apply: also where the definition names it among others (task-cpu-memory-error). */
export const isForFargate = (facts: AdviceFacts): boolean =>
  facts.definition?.requires.includes('FARGATE') === true || homeOf(facts) === 'fargate';

/** Asks about the task definition. */
export function ofDefinition(facts: AdviceFacts, check: (definition: AdviceDefinition) => Checked): Checked {
  return facts.definition === undefined ? missing('taskDefinition') : check(facts.definition);
}

/** Asks about the service. */
export function ofService(facts: AdviceFacts, check: (service: AdviceService) => Checked): Checked {
  return facts.service === undefined ? missing('service') : check(facts.service);
}

type Details = NonNullable<AdviceService['details']>;

/** The same for what only a whole service says. */
export function ofServiceDetails(
  facts: AdviceFacts,
  check: (details: Details, service: AdviceService) => Checked,
): Checked {
  const { service } = facts;
  if (service === undefined) return missing('service');
  return service.details === undefined ? missing('serviceSettings') : check(service.details, service);
}

/** Asks about each container. */
export function eachContainer(facts: AdviceFacts, check: (container: AdviceContainer) => readonly Hit[]): Checked {
  return ofDefinition(facts, ({ containers }) => containers.flatMap(check));
}

/** The same, with what only a whole definition says; one that was not read makes the answer unknown. */
export function eachWithSettings(
  facts: AdviceFacts,
  check: (container: AdviceContainer, settings: ContainerSettings) => readonly Hit[],
): Checked {
  return ofDefinition(facts, ({ containers }) => {
    const whole = containers.flatMap(({ details, ...each }) => (details === undefined ? [] : [{ each, details }]));
    if (whole.length < containers.length) return missing('containerSettings');
    return whole.flatMap(({ each, details }) => check(each, details));
  });
}

export const inDefinition = (path: AdvicePath, fills: Fills = {}): Hit => ({
  fills,
  at: { in: 'taskDefinition', path },
});

export const inService = (path: AdvicePath, fills: Fills = {}): Hit => ({ fills, at: { in: 'service', path } });

export const inContainer = ({ name, index }: AdviceContainer, path: AdvicePath, fills: Fills = {}): Hit => ({
  container: name,
  fills,
  at: { in: 'taskDefinition', path: ['containerDefinitions', index, ...path] },
});

/** At most so many names, and how many more there are. */
export function few(names: readonly string[], most = 4): string {
  const sorted = [...new Set(names)].toSorted();
  const more = sorted.length > most ? ` +${sorted.length - most}` : '';
  return sorted.slice(0, most).join(', ') + more;
}

/** How many of `desired` must stay, and may be there at once (API_DeploymentConfiguration). Defaults: 100 and 200. */
export function deploymentRange(
  desired: number,
  service: AdviceService,
): { readonly least: number; readonly most: number } {
  return limitsOf({ ...service, desired });
}

/** Replicas that ECS replaces a few at a time. */
export const isRolling = ({ isDaemon, controller, strategy }: AdviceService): boolean =>
  !isDaemon && controller === 'ECS' && strategy === 'ROLLING';
