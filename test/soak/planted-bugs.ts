/** A fault somebody could make: text that stands once in a file, and what stands there instead. */
export type PlantedBug = {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The promise it must break. Others may break, too; this one is what the bug is about. */
  readonly breaks: readonly string[];
};

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'claim not checked',
    file: 'lib/app/plan.ts',
    from: 'const live = claim !== undefined && claim.until > at.now;',
    to: 'const live = claim !== undefined && claim.until > at.now && claim.by === at.worker;',
    breaks: ['nothing is told twice, but for a death', 'edits are apart'],
  },
  {
    name: 'todo not handed back',
    file: 'lib/app/plan.ts',
    from: 'if (!live) return { othersClaim: undefined, unfinished: waiting, inFlight: [], takenOver };',
    to: 'if (!live) return { othersClaim: undefined, unfinished: [], inFlight: [], takenOver };',
    breaks: ['every failure is told', 'nothing is told twice, but for a death', 'what is over is closed'],
  },
  {
    name: 'conflict taken for saved',
    file: 'lib/app/settle.ts',
    from: "return answer === 'saved' ? ",
    to: "return answer !== 'nothing' ? ",
    breaks: ['every failure is told', 'nothing is told twice, but for a death', 'what is over is closed'],
  },
  {
    name: 'a repeated event counted again',
    file: 'lib/health/hear-task.ts',
    from: 'if (wasSeen(story, task.taskArn)) return',
    to: "if (wasSeen(story, task.taskArn) && task.id === '') return",
    breaks: ['every failure is counted once'],
  },
  {
    name: 'closed without evidence',
    file: 'lib/health/ending.ts',
    from: 'if (ending.status !== undefined) return ending;',
    to: "if (ending.status !== undefined) return ending;\n  if (incident.lastFailureAt + 60_000 < now) return { status: 'resolved', reason: 'silence' };",
    breaks: ['what is said to be well has been well', 'a roll-back is never green'],
  },
  {
    name: 'telling dropped',
    file: 'lib/app/plan.ts',
    from: "else if (newer !== undefined || flying || type === 'telling') kept.push(todo);",
    to: "else if (newer !== undefined || flying) kept.push(todo);\n    else if (type === 'telling') return;",
    breaks: ['every failure is told', 'what is over is closed'],
  },
  {
    name: 'no next look while claimed',
    file: 'lib/app/plan.ts',
    from: 'if (at.claim !== undefined) times.push(at.claim.until);',
    to: 'if (at.claim !== undefined) return undefined;',
    breaks: ['no record without a next look', 'only ended records expire'],
  },
  {
    name: 'the tick forgets the alerts',
    file: 'lib/app/world/tick.ts',
    from: "'scale', 'batch', 'alert'];",
    to: "'scale', 'batch'];",
    breaks: ['every record is looked at in time'],
  },
  {
    name: 'the malformed given back',
    file: 'lib/app/inbox.ts',
    from: 'await at.world.deadLetters.refuse(message.body, fault);',
    to: 'at.inbox.failed.add(message.id);',
    breaks: ['nothing is left in the queues'],
  },
  {
    name: 'the good among the dead letters',
    file: 'lib/ecs/events/parse.ts',
    from: "['ECS Deployment State Change', readDeployment],",
    to: "['ECS Deployment State Change', readHook],",
    breaks: ['only malformed messages among the dead letters'],
  },
  {
    name: 'reminded at every look',
    file: 'lib/alert/worth.ts',
    from: "return now >= at ? { say: 'reminder'",
    to: "return now >= 0 ? { say: 'reminder'",
    breaks: ['calls to the chat are bounded', 'edits are apart'],
  },
  {
    name: 'every edit at once',
    file: 'lib/alert/worth.ts',
    from: 'export const editGapMs = 10 * secondMs;',
    to: 'export const editGapMs = 0;',
    breaks: ['edits are apart'],
  },
];
