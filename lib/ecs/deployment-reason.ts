/** What the words of a deployment event say; no field of the event does. */
type DeploymentReason = {
  /** What judged the deployment. Absent: the words do not say. */
  readonly judge?: 'circuit-breaker' | 'alarm';
  readonly rollsBack: boolean;
  /** Id of the deployment that is put back: it is the id the roll-back's own events carry. */
  readonly rollbackTo?: string;
};

type Judge = {
  readonly judge: NonNullable<DeploymentReason['judge']>;
  readonly words: RegExp;
  readonly source: string;
};

const judges: readonly Judge[] = [
  {
    judge: 'circuit-breaker',
    words: /circuit breaker/i,
    source: 'ecs_service_deployment_events: "ECS deployment circuit breaker: tasks failed to start."',
  },
  {
    judge: 'alarm',
    words: /\balarms?\b/i,
    source:
      'deployment-alarm-failure says that the reason tells; the word is that of service events ("alarm detected")',
  },
];

/**
 * "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/…" (ecs_service_deployment_events); service
 * events say "rolling back to deployment ecs-svc/…".
 */
const rollback = {
  words: /\broll(?:ing|ed)?[ -]?back\b/i,
  target: /\bback to (?:deploymentId|deployment)\s+([^\s.,;]+)/i,
};

export function deploymentReasonOf(reason: string | undefined): DeploymentReason {
  if (reason === undefined) return { rollsBack: false };
  const judge = judges.find(({ words }) => words.test(reason))?.judge;
  const rollbackTo = rollback.target.exec(reason)?.[1];
  return {
    ...(judge !== undefined && { judge }),
    rollsBack: rollback.words.test(reason),
    ...(rollbackTo !== undefined && { rollbackTo }),
  };
}
