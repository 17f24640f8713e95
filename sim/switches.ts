/**
 * What AWS does not document, and nobody has recorded. Each is a question with two answers; a simulation takes one of
 * them, and its seeds take both. Nothing of Watchkeeper's may depend on the answer.
 */
export const guesses = {
  drainingEmitsInstanceEvent: {
    question: 'Is a Container Instance State Change sent when an instance is set to DRAINING or ACTIVE by the API?',
    source: 'The list of triggers (ecs_cwet_handling, container instance events) does not name it.',
    usual: false,
  },
  failureEventsRepeat: {
    question: 'Are service action errors sent again while the trouble lasts?',
    source: 'Service event messages: duplicates are suppressed for up to six hours; nothing is said of EventBridge.',
    usual: false,
  },
  stoppedTasksAnswerEarly: {
    question: 'Is a STOPPED task still described up to twice as long as the documented hour?',
    source: 'API_DescribeTasks: stopped tasks "appear in the returned results for at least one hour".',
    usual: true,
  },
  spotStopsWithoutCode: {
    question: 'Does a task stopped by a Spot interruption come without a stop code?',
    source: 'Users saw none in 2021; the documentation names SpotInterruption.',
    usual: false,
  },
  deploymentNamesCluster: {
    question: 'Do deployment events carry detail.clusterArn?',
    source: 'Not in captures of 2024; one of 2026 has it.',
    usual: true,
  },
  protectionHoldsDrain: {
    question: 'Does task protection keep a draining instance from losing the task?',
    source: 'Nothing says so.',
    usual: true,
  },
  patternsMatchWhole: {
    question: 'Must a pattern of the cluster query language (=~) match the whole value?',
    source: "The guide's examples (t2.*, g2.*) fit both answers.",
    usual: true,
  },
  absentAttributeDiffers: {
    question: 'Is != true of an instance that lacks the attribute?',
    source: 'The guide words `attribute:stack != prod` as instances with the attribute, unless its value is prod.',
    usual: false,
  },
} as const satisfies Readonly<
  Record<string, { readonly question: string; readonly source: string; readonly usual: boolean }>
>;

export type SwitchName = keyof typeof guesses;
export type Switches = Readonly<Record<SwitchName, boolean>>;

/** The answers we think likelier. */
export const usualSwitches: Switches = Object.fromEntries(
  Object.entries(guesses).map(([name, { usual }]) => [name, usual]),
) as Switches;
