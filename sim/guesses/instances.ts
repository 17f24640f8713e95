import type { Guesses } from './guess.ts';

/** What hosts, their groups and their zones tell. */
export const instanceGuesses = {
  drainingEmitsInstanceEvent: {
    question: 'Is a Container Instance State Change sent when an instance is set to DRAINING or ACTIVE by the API?',
    source: 'The list of triggers (ecs_cwet_handling, container instance events) does not name it.',
    usual: false,
  },
  agentsFlap: {
    question: 'Does the agent of each host lose its connection for some seconds several times an hour?',
    source: 'Normal by the documentation and aws/containers-roadmap#2477; not every account sees it.',
    usual: false,
  },
  hostLossIsHeardLate: {
    question: 'Does ECS need one to three minutes to hear that a host was terminated, and not seconds?',
    source: 'No time is documented or recorded.',
    usual: false,
  },
  lostInstanceIsTold: {
    question: 'Is an INACTIVE event sent for an instance that was terminated?',
    source: 'Deregistration is a documented trigger. No INACTIVE event has been published.',
    usual: true,
  },
  instanceEventsCountTasks: {
    question: 'Do container instance events carry runningTasksCount and pendingTasksCount?',
    source: "AWS's console sample of 2016 has them; the documentation's sample and the capture of 2017 do not.",
    usual: false,
  },
  spotWarningNamesRegion: {
    question: 'Does the ARN of a Spot interruption warning name the region and the account?',
    source: 'Three captures of 2019 have the zone and no account; the documentation shows region and account.',
    usual: false,
  },
  lifecycleNamesOrigin: {
    question: 'Do lifecycle actions carry Origin and Destination?',
    source: 'They are in the documentation and not in captures of 2020.',
    usual: true,
  },
  autoScalingTakesLong: {
    question: 'Do the steps of EC2 and of Auto Scaling groups take four times as long as we think?',
    source: 'No times are documented.',
    usual: false,
  },
  zoneLossShowsInTargetsFirst: {
    question: 'Do the targets of a lost zone fail their checks before ECS ends its Fargate tasks?',
    source: 'Nobody has published what ECS does then, or when.',
    usual: false,
  },
} as const satisfies Guesses;
