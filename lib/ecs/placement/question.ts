import type { AskedDefinition, AskedTask, RequiredAttribute } from './asked.ts';
import { hiddenRequirements } from './attribute-requirements.ts';
import type { Demand } from './demand.ts';
import { demandOf } from './demand.ts';
import type { QueryVerdict } from './query/evaluate.ts';
import type { QueryFault } from './query/fault.ts';
import { parseQuery } from './query/parse.ts';
import { conditionsOf } from './query/parts.ts';
import type { Query, Subject } from './query/query.ts';
import type { UnmetPart } from './unmet-part.ts';

/** `unmet`: asked only where the answer is no. */
export type QueryAnswer = { readonly verdict: QueryVerdict; readonly unmet: () => UnmetPart };

/** A `memberOf` constraint, read once for all instances. */
export type AskedQuery = {
  readonly expression: string;
  readonly query?: Query;
  readonly fault?: QueryFault;
  readonly readsGroups: boolean;
  readonly readsAttributes: boolean;
  /** The numbers it compares `runningTasksCount` with; undefined: it does not ask for it. */
  readonly counts?: readonly number[];
  /** What it reads, if that is nothing in which every instance differs: those alike in it get the same answer. */
  readonly onlyReads?: readonly Subject[];
  /** Answers already found, by the values of `onlyReads`. */
  readonly answers: Map<string, QueryAnswer>;
};

/** What is asked, prepared for many instances. */
export type Question = {
  readonly asked: AskedTask;
  readonly demand: Demand;
  readonly attributes: readonly RequiredAttribute[];
  readonly queries: readonly AskedQuery[];
  readonly isDistinct: boolean;
};

export function questionOf(asked: AskedTask): Question {
  const { constraints, definition } = asked;
  const expressions = constraints.flatMap((each) => (each.type === 'memberOf' ? [each.expression] : []));
  return {
    asked,
    demand: demandOf(asked),
    attributes: requiredAttributes(asked),
    queries: [...new Set([...definition.memberOf, ...expressions])].map(askedQuery),
    isDistinct: constraints.some(({ type }) => type === 'distinctInstance'),
  };
}

/** Also what no `requiresAttributes` lists. */
function requiredAttributes({ definition, features }: AskedTask): readonly RequiredAttribute[] {
  const listed = new Set(definition.requiresAttributes.map(({ name }) => name));
  const wanted = new Set([...features, ...(definition.networkMode === 'awsvpc' ? ['awsvpc' as const] : [])]);
  const hidden = hiddenRequirements.filter(({ feature, attribute }) => wanted.has(feature) && !listed.has(attribute));
  return [
    ...definition.requiresAttributes,
    ...hidden.map(({ attribute, basis }) => ({ name: attribute, isInferred: basis === 'inferred' })),
    ...(listed.has(architectureAttribute) ? [] : ofArchitecture(definition)),
  ];
}

const architectureAttribute = 'ecs.cpu-architecture';

/** A built-in attribute (task-placement-constraints). That `runtimePlatform` asks for it is a guess. */
const ofArchitecture = ({ cpuArchitecture }: AskedDefinition): readonly RequiredAttribute[] =>
  cpuArchitecture === undefined ? [] : [{ name: architectureAttribute, value: cpuArchitecture, isInferred: true }];

/** What many instances have in common. */
const alike: ReadonlySet<Subject['field']> = new Set(['attribute', 'agentConnected', 'agentVersion'] as const);

function askedQuery(expression: string): AskedQuery {
  const query = parseQuery(expression);
  const answers = new Map<string, QueryAnswer>();
  if ('fault' in query) return { expression, fault: query.fault, readsGroups: false, readsAttributes: false, answers };
  const conditions = conditionsOf(query);
  const counts = conditions.filter(({ subject }) => subject.field === 'runningTasksCount');
  const subjects = conditions.map(({ subject }) => subject);
  return {
    expression,
    query,
    readsGroups: conditions.some(({ subject }) => subject.field === 'task:group'),
    readsAttributes: subjects.some(({ field }) => field === 'attribute'),
    answers,
    ...(counts.length > 0 && { counts: counts.flatMap((each) => each.arguments.map(Number)) }),
    ...(subjects.every(({ field }) => alike.has(field)) && { onlyReads: subjects }),
  };
}
