import type { Guesses } from './guess.ts';

/** How deployments end, and who hears of it. */
export const deploymentGuesses = {
  everyUnplacedTaskCounts: {
    question: 'Does every attempt that finds no place count for the circuit breaker, and not only the longest waits?',
    source: "API_Deployment counts tasks the scheduler can't launch; in a published timeline three took 46 minutes.",
    usual: false,
  },
  rollBackFailureIsTold: {
    question: 'Is SERVICE_DEPLOYMENT_FAILED sent for a roll-back that fails?',
    source: 'API_ServiceDeployment has ROLLBACK_FAILED. No such event has been published.',
    usual: true,
  },
  stoppedDeploymentIsTold: {
    question: 'Is SERVICE_DEPLOYMENT_FAILED sent for a deployment that a person stopped?',
    source: 'ecs_service_deployment_events speaks of the circuit breaker and of alarms only.',
    usual: false,
  },
  stagedFailureIsTold: {
    question: 'Are a blue/green deployment that goes back, and its way back, told by deployment events?',
    source:
      'ecs_service_deployment_events names the circuit breaker and alarms; hooks and stages have events of their own.',
    usual: true,
  },
  supersededDeploymentFails: {
    question: 'Is a deployment that a newer one replaces described as FAILED, and not as IN_PROGRESS to its end?',
    source: 'API_ServiceDeployment: it is STOPPED. What becomes of its rolloutState, and the words, nobody has said.',
    usual: false,
  },
  deploymentUpdatedAtIsNow: {
    question: 'Is updatedAt of a deployment the moment of its end?',
    source: 'In the recorded streams of one project it lies 79 to 278 seconds before.',
    usual: false,
  },
  deploymentNamesCluster: {
    question: 'Do deployment events carry detail.clusterArn?',
    source: 'Not in captures of 2024; one of 2026 has it.',
    usual: true,
  },
  deploymentsAreActionsToo: {
    question: 'Does each deployment event come as an ECS Service Action as well?',
    source: 'ecs_service_events lists their names; every capture is an ECS Deployment State Change.',
    usual: false,
  },
  olderDeploymentsKeepDesired: {
    question: 'Do replaced deployments keep their desired count while they still have tasks?',
    source: 'API_Deployment does not say when it goes down.',
    usual: false,
  },
} as const satisfies Guesses;
