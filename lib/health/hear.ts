import type { Question } from '../core/decision.ts';
import type { AwsEvent } from '../core/event.ts';
import type { Instant } from '../core/time.ts';
import { hourMs } from '../core/time.ts';
import { isInCluster } from '../ecs/service-event.ts';
import { redactor } from '../core/redaction.ts';
import { agentLookedFor, hearAgent, hearLeft } from './agent.ts';
import { announced } from './announcement.ts';
import type { HealthFacts } from './facts.ts';
import { hearCodeDeploy } from './hear-codedeploy.ts';
import { hearService } from './hear-service.ts';
import { hearTask } from './hear-task.ts';
import { lookedFor } from './lost.ts';
import { withLaunchType } from './instance.ts';
import { deploymentsIn } from './messages.ts';
import { failuresIn } from './stopped.ts';
import type { HealthPolicy } from './policy.ts';
import { hearAdvice } from './advice/hear.ts';
import { hearAwsIssue } from './aws-issue.ts';
import { hearRetirement } from './retirement.ts';
import { alarmed } from './rollback-alarm.ts';
import { hearRoom, roomLookedFor } from './room.ts';
import { hooksIn, reminded } from './stages.ts';
import type { HealthState } from './state.ts';
import type { Story } from './story.ts';
import { openIncident } from './story.ts';
import { subjectOfKey } from './subject.ts';
import { found, watched, withNews } from './watch.ts';

/** How long a deployment without trouble is remembered as going on. */
export const quietDeploymentMs = hourMs;

type Heard = Omit<Question<AwsEvent, HealthState, never, HealthFacts, HealthPolicy>, 'unfinished' | 'inFlight'>;

/** All that was heard, in the order in which it happened, and what a look has shown. */
export function hear(question: Heard): Story {
  const state = remembered(question.state ?? { subject: subjectOfKey(question.key), seen: [] }, question.now);
  const clean = redactor(question.policy.redact);
  let story: Story = { state, counts: {}, notes: [], now: question.now, passedOn: [], clean };
  const heard = question.events.filter((event) => event.kind !== 'wake' && event.kind !== 'outcome');
  const events = [...heard, ...unheard(state, question)];
  for (const event of events.toSorted((a, b) => a.at - b.at)) story = hearOne(story, event, question);
  return looked(story, question);
}

/** What should have been told by events, as far as ECS remembers it: read where a look has found something. */
function unheard(state: HealthState, { facts, now }: Pick<Heard, 'facts' | 'now'>): readonly AwsEvent[] {
  const hooks = hooksIn(facts.rollOut, state);
  if (facts.stopped === undefined) return hooks;
  return [...hooks, ...failuresIn(facts.stopped, state.subject, now), ...deploymentsIn(facts.service, state, now)];
}

function hearOne(story: Story, event: AwsEvent, { facts, policy }: Pick<Heard, 'facts' | 'policy'>): Story {
  if (event.kind === 'aws-issue') return hearAwsIssue(story, event);
  if (event.kind === 'task-retirement') return hearRetirement(story, event, facts.service ?? facts.retiring);
  if (story.state.subject.kind === 'cluster') return hearRoom(story, policy);
  if (event.kind === 'deployment-advised') return hearAdvice(story, event);
  if (event.kind === 'service-found') return found(story, event);
  if (event.kind === 'task') return hearTask(story, event, facts.essential);
  if (event.kind === 'container-instance')
    return isInCluster(event) ? hearAgent(story, event) : hearService(hearLeft(story, event), event);
  if (event.kind !== 'codedeploy-deployment') return withNews(hearService(story, event), event);
  return hearCodeDeploy(story, event, facts);
}

/** What no event tells: whether a lost task was replaced, an agent is back, there is room, and a service is well. */
function looked(story: Story, { facts, policy }: Pick<Heard, 'facts' | 'policy'>): Story {
  const instance = withLaunchType(agentLookedFor(lookedFor(story, facts), facts), facts);
  const looks = roomLookedFor(instance, facts, policy);
  return watched(announced(reminded(alarmed(looks, facts)), policy), facts, policy);
}

/** A deployment nobody has heard of for long, whose end may be lost, is not what fails next; a reading would know it. */
function remembered(state: HealthState, now: Instant): HealthState {
  const { deployment, ...rest } = state;
  const isOld = deployment?.state === 'in-progress' && now >= deployment.changedAt + quietDeploymentMs;
  return isOld && openIncident(state) === undefined ? rest : state;
}
