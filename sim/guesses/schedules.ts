import type { Guesses } from './guess.ts';

/** When EventBridge Scheduler invokes, and what it says then. */
export const scheduleGuesses = {
  repeatedHourRunsAgain: {
    question: 'Does a cron expression with wildcards for the hour run in both passes of the hour that comes twice?',
    source:
      'schedule-types: in the fall "your schedule runs only once"; nothing is said of every hour or every minute.',
    usual: false,
  },
  oneTimeInGapRuns: {
    question: 'Does at() of a time that the clocks leave out run later by what they are put forward?',
    source: 'schedule-types says it of cron expressions: they are skipped.',
    usual: false,
  },
  missedOneTimeRunsAtOnce: {
    question: 'Does at() of a time that has passed run at once when it is created, changed or enabled?',
    source: 'Scheduler, troubleshooting: one that is enabled after its time may be invoked at once.',
    usual: true,
  },
  updatesRestartRates: {
    question: 'Does UpdateSchedule let rate() without a StartDate begin anew?',
    source: 'schedule-types: without a StartDate the schedule "starts invoking the target immediately".',
    usual: false,
  },
  scheduledTimeHasSeconds: {
    question: 'Is <aws.scheduler.scheduled-time> the second of the invocation, and not the one the expression names?',
    source: 'managing-schedule-context-attributes: "the time you specified", for example 2022-03-22T18:59:43Z.',
    usual: false,
  },
  scheduleRetriesAreSlow: {
    question: 'Do retries of an invocation begin after minutes, and not after seconds?',
    source: 'API_RetryPolicy: "exponential backoff". No times are given.',
    usual: false,
  },
  cronRangesWrap: {
    question: 'May a range of a cron expression go past its end, as in SAT-MON or 22-2?',
    source: 'schedule-types has ranges that rise.',
    usual: false,
  },
} as const satisfies Guesses;
