import type { Guesses } from './guess.ts';

/** What reads and refusals say, and when. */
export const answerGuesses = {
  pendingMeansPending: {
    question: 'Does pendingCount leave out tasks that are PROVISIONING or ACTIVATING?',
    source: 'API_Service: "The number of tasks in the cluster that are in the PENDING state".',
    usual: false,
  },
  describedTasksNameBalancer: {
    question: 'Does DescribeTasks list the load balancer among the attachments, as events do?',
    source: 'API_Attachment names network interfaces, Service Connect and volumes.',
    usual: false,
  },
  trailTakesLong: {
    question: 'Does CloudTrail need five to fifteen minutes to show a call, and not two to seven?',
    source: 'how-cloudtrail-works: "within an average of about 5 minutes", which is not guaranteed.',
    usual: false,
  },
  logsComeLate: {
    question: 'Can lines be read only twenty seconds after they were written?',
    source: 'No time is documented for the awslogs driver.',
    usual: false,
  },
  refusalsHaveOtherWords: {
    question: 'Do errors have the code we know and other words?',
    source: 'The API references give codes and few messages.',
    usual: false,
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
} as const satisfies Guesses;
