/**
 * The cluster query language of ECS (developer guide, cluster-query-language): what a `memberOf` constraint and the filter
 * of ListContainerInstances say about a container instance.
 */

/** API_PlacementConstraint, API_ListContainerInstances: an expression holds at most 2,000 characters. */
export const queryCharacterLimit = 2000;

/** What a condition can ask about, attributes aside. */
export const fields = [
  'task:group',
  'agentConnected',
  'agentVersion',
  'ec2InstanceId',
  'registeredAt',
  'runningTasksCount',
] as const;

export type Field = (typeof fields)[number];

export type Subject = { readonly field: 'attribute'; readonly name: string } | { readonly field: Field };

/** The word that may be written for each operator's sign, and what stands behind it. */
export const operators = {
  '==': { word: 'equals', takes: 'value' },
  '!=': { word: 'not_equals', takes: 'value' },
  '>=': { word: 'greater_than_equal', takes: 'value' },
  '<=': { word: 'less_than_equal', takes: 'value' },
  '>': { word: 'greater_than', takes: 'value' },
  '<': { word: 'less_than', takes: 'value' },
  '=~': { word: 'matches', takes: 'pattern' },
  '!~': { word: 'not_matches', takes: 'pattern' },
  in: { word: 'in', takes: 'list' },
  '!in': { word: 'not_in', takes: 'list' },
  exists: { word: 'exists', takes: 'nothing' },
  '!exists': { word: 'not_exists', takes: 'nothing' },
} as const;

export type Operator = keyof typeof operators;

export type Condition = {
  readonly kind: 'condition';
  readonly subject: Subject;
  readonly operator: Operator;
  /** None for `exists`, one value or pattern, or the values of a list. Without their quotes. */
  readonly arguments: readonly string[];
};

export type Query =
  | Condition
  | { readonly kind: 'not'; readonly part: Query }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] };
