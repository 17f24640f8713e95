import type { AwsIssue } from '../core/event.ts';
import { redactWords } from '../core/redaction.ts';
import type { Incident } from './state.ts';
import type { Failure, Story } from './story.ts';
import { addFailure, count, markSeen, note, openIncident, wasSeen, withIncident } from './story.ts';

const id = 'aws_issue';

/** As AWS writes the names of what it calls so in an event (service codes of AWS Health). */
const names: Readonly<Record<string, string>> = {
  ECS: 'Amazon ECS',
  FARGATE: 'AWS Fargate',
  ECR: 'Amazon ECR',
  EC2: 'Amazon EC2',
  ELASTICLOADBALANCING: 'Elastic Load Balancing',
};

/** So much of AWS's words: the newest stand first. */
const longestWords = 600;

/**
 * AWS says that it has an issue. Whom it hurts is told of each by itself; this says why, and how it ends. A later word of
 * the same issue takes the place of the one before. Each is heard once, though it comes twice or late.
 */
export function hearAwsIssue(story: Story, event: AwsIssue): Story {
  const mark = `aws ${event.issue} ${event.communication ?? event.id}`;
  const over = `aws ${event.issue} is over`;
  if (wasSeen(story, mark) || wasSeen(story, over)) return note(story, 'this word of AWS is known, or overtaken');
  const heard = event.isOver ? markSeen(markSeen(story, mark), over) : markSeen(story, mark);
  const open = openIncident(heard.state);
  if (open === undefined && event.isOver) return note(heard, 'an issue of AWS is over that nobody was told of');
  const failure = failureOf(event);
  if (open === undefined) return note(addFailure(count(heard, 'AwsIssues'), failure, {}), 'AWS has an issue');
  if (event.at < open.lastFailureAt) return note(heard, 'this word of AWS is older than the last');
  const known = { ...withNewest(open, failure, heard), lastFailureAt: event.at };
  return event.isOver
    ? note(withIncident(heard, { ...known, recoveredAt: event.at }), 'the issue of AWS is over')
    : note(withIncident(heard, known), 'AWS has said more of its issue');
}

function failureOf({ at, service, words }: AwsIssue): Failure {
  return {
    id,
    severity: 'warning',
    certainty: 'certain',
    at,
    fills: { service: names[service] ?? service },
    ...(words !== undefined && { text: words.slice(0, longestWords) }),
  };
}

/** However much is said of it, it is one issue, and has no other cause. */
function withNewest(open: Incident, failure: Failure, { clean }: Story): Incident {
  const { at, ...newest } = redactWords(failure, clean);
  return { ...open, causes: open.causes.map((cause) => ({ ...cause, ...newest, lastAt: at })) };
}
