import type { Guesses } from './guess.ts';

/** What tasks go through and what their events say. */
export const taskGuesses = {
  fargateStepsTakeLong: {
    question: 'Does each step of a Fargate task take three times as long as in the recorded streams?',
    source: 'Recorded: eleven tasks of one project, 2024.',
    usual: false,
  },
  hostStepsTakeLong: {
    question: 'Does each step of a task on a host take five times as long as we think?',
    source: 'One recorded task on a host was RUNNING two seconds after it was created. No other times are published.',
    usual: false,
  },
  earlyStopIsStopping: {
    question: 'Does a task that is stopped before it runs go through STOPPING?',
    source: 'task-lifecycle-explanation draws the states of tasks that ran. No stop before RUNNING is recorded.',
    usual: false,
  },
  activatingCrashIsToldAtOnce: {
    question: 'Is a crash in ACTIVATING told at once, so that RUNNING never comes?',
    source: 'The recorded Fargate crashes all have a RUNNING event. Nothing promises it.',
    usual: false,
  },
  deprovisioningIsSilent: {
    question: 'Does a task pass DEPROVISIONING without an event?',
    source: 'Every recorded Fargate task sent one. The documentation does not say which states are events.',
    usual: false,
  },
  hostStopStaysRunning: {
    question: 'Is the event of a stop on a host RUNNING with desired status STOPPED, and STOPPING never comes?',
    source: 'A capture on a host goes from version 2, RUNNING, to version 4, STOPPED: one event lies between.',
    usual: false,
  },
  disconnectedStopIsTold: {
    question: 'Is an event sent at once when a task is to stop and its agent is not connected?',
    source: 'Nobody has published such a stop.',
    usual: true,
  },
  hostLossHasNoCode: {
    question: 'Do tasks whose host was terminated come without a stop code?',
    source: 'API_Task names TerminationNotice. No capture of `Host EC2 (instance …) terminated.` has been published.',
    usual: false,
  },
  zoneLossHasOtherWords: {
    question: 'Do Fargate tasks of a lost zone say TerminationNotice and words nobody knows?',
    source: 'API_Task has InfrastructureHealth. No text of either has been published.',
    usual: false,
  },
  spotStopsWithoutCode: {
    question: 'Does a task stopped by a Spot interruption come without a stop code?',
    source: 'Users saw none in 2021 (aws/containers-roadmap#1565); the documentation names SpotInterruption.',
    usual: false,
  },
  pullErrorChangesPlace: {
    question: 'Does a failed pull stand in the other place: on Fargate in the container, on a host in the task?',
    source: 'task_cannot_pull_image shows the task on Fargate; published cases have both places.',
    usual: false,
  },
  stoppedTasksAnswerEarly: {
    question: 'Is a STOPPED task still described up to twice as long as the documented hour?',
    source: 'API_DescribeTasks: stopped tasks "appear in the returned results for at least one hour".',
    usual: true,
  },
  capacityWaitEndsBriefly: {
    question:
      'Does the reason of a task that waited in vain for an instance begin with RESOURCE, without the stop code?',
    source:
      'api_failures_messages lists `TaskFailedToStart: RESOURCE:*` as a stopped reason; consoles put the code before any.',
    usual: false,
  },
} as const satisfies Guesses;
