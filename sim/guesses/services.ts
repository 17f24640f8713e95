import type { Guesses } from './guess.ts';

/** What the service scheduler does and tells. */
export const serviceGuesses = {
  schedulerTakesLong: {
    question: 'Does the scheduler take four times as long to see something as in the recorded streams?',
    source: 'Recorded: five streams of one project, 2024.',
    usual: false,
  },
  failureEventsRepeat: {
    question: 'Are service action errors sent again while the trouble lasts?',
    source: 'Service event messages: duplicates are suppressed for up to six hours; nothing is said of EventBridge.',
    usual: false,
  },
  warningsAreSilent: {
    question: 'Are the WARN and ERROR service actions never sent?',
    source: 'They are documented; users report that they did not get them (aws/containers-roadmap#19).',
    usual: false,
  },
  steadyStateRepeatsOften: {
    question: 'Is SERVICE_STEADY_STATE repeated every half hour, and not every six hours?',
    source: 'ecs_service_events: "The service scheduler reports the status periodically". No period is given.',
    usual: false,
  },
  capacityNoiseEverywhere: {
    question: 'Do services without a capacity provider strategy send CAPACITY_PROVIDER_STEADY_STATE, too?',
    source: 'Recorded for FARGATE and FARGATE_SPOT as providers: 39 of 47 service actions.',
    usual: false,
  },
  stopsAreTold: {
    question: 'Is TASKS_STOPPED sent when the scheduler stops tasks?',
    source: 'Listed in ecs_service_events; in no recorded stream.',
    usual: false,
  },
  startsAreHeldBackLate: {
    question: 'Is a service held back after ten failed starts, and not after three?',
    source: 'service-throttle-logic: repeatedly failing tasks are throttled. No number is given.',
    usual: false,
  },
  backOffGrowsSlowly: {
    question: 'Does the wait between starts grow by the same step each time, and not double?',
    source: 'service-throttle-logic gives the longest wait, 27 minutes, and a page of 2023 15 minutes for places.',
    usual: false,
  },
  scaleInTakesNewest: {
    question: 'Of tasks that are alike, does a scale-in take the newest?',
    source: 'ecs_services names zones and instances, not the age.',
    usual: false,
  },
  daemonsWantSilentHosts: {
    question: 'Does a daemon service want a task on a new host whose agent is not connected?',
    source: 'ecs_services: one task on each active container instance that fits. Agents are not mentioned.',
    usual: false,
  },
  protectionHoldsDrain: {
    question: 'Does task protection keep a draining instance from losing the task?',
    source: 'Nothing says so.',
    usual: true,
  },
  portsNameTheirProtocol: {
    question: 'Is a taken port called RESOURCE:PORTS_TCP or RESOURCE:PORTS_UDP, and not RESOURCE:PORTS?',
    source: 'api_failures_messages has RESOURCE:PORTS; comments in amazon-ecs-agent have the others.',
    usual: false,
  },
} as const satisfies Guesses;
