import type { DeploymentAdvised } from '../../core/event.ts';
import { minuteMs } from '../../core/time.ts';
import { adviceCauseId } from '../../ecs/advice/cause-id.ts';
import type { Story } from '../story.ts';
import { addFailure, count, markSeen, note, openIncident, wasSeen } from '../story.ts';

/** Later than this nobody needs to be warned: the deployment has shown by itself how it goes. */
const warnedMs = 10 * minuteMs;

/**
 * A deployment that has just begun will not get through. Told as a cause of the service's incident, before it fails;
 * where it fails first, or has ended meanwhile, there is nothing to foretell.
 */
export function hearAdvice(story: Story, event: DeploymentAdvised): Story {
  if (wasSeen(story, event.id)) return note(story, 'this event was heard already');
  const heard = markSeen(story, event.id);
  const { deployment } = heard.state;
  const isOver = deployment?.id === event.deploymentId && deployment.state !== 'in-progress';
  const isOther = openIncident(heard.state)?.causes.some((cause) => cause.deploymentId === event.deploymentId) === true;
  if (isOver || isOther || heard.now - event.at > warnedMs) return note(heard, 'too late to warn of the deployment');
  const warned = event.findings.reduce(
    (before, { rule, container, fills }) =>
      addFailure(
        before,
        {
          id: adviceCauseId(rule),
          severity: 'warning',
          certainty: 'certain',
          at: event.at,
          deploymentId: event.deploymentId,
          fills,
          ...(container !== undefined && { container }),
        },
        {},
      ),
    heard,
  );
  return note(count(warned, 'DeploymentsWarned'), `deployment ${event.deploymentId} will not get through`);
}
