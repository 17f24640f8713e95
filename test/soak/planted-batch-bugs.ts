import type { PlantedBug } from './planted-bugs.ts';

const oneTask = 'a run has one task';
const oneRun = 'one run at a time has the place';
const held = 'a place is held as long as a task lives';
const fences = 'the number of a place rises with each holder';
const inTime = 'nothing is launched too late';
const proved = 'success has a proof';
const budget = 'no budget of retries is exceeded';
const onceOnly = 'what needs an edit is launched once';
const sameRequest = 'the same token is the same request';
const forward = 'a run never goes back';
const explained = 'why it ended is kept';
const slots = 'a run by schedule has a time of its schedule';
const ends = 'every slot that comes has its run, and every run its end';
const told = 'every end is told to its job, and every failure to people';
const noticed = 'a job whose last run failed is in trouble';
const suspended = 'a suspended job launches nothing';
const wholeRun = 'a run of many succeeds with its parts';
const notMissed = 'nothing is called missed that nobody watched, or that has its run';
const tooLong = 'what is too long is refused before anything is taken';

/** Faults somebody could make in the runs of jobs. */
export const plantedBatchBugs: readonly PlantedBug[] = [
  {
    name: 'a refused launch is not looked for',
    file: 'lib/batch/learn-run.ts',
    from: 'const [first, ...others] = found.value.filter(({ arn }) => !known.has(arn)).toSorted(liveFirst);',
    to: 'const [first, ...others] = found.value.filter(({ arn }) => arn === "" && !known.has(arn)).toSorted(liveFirst);',
    breaks: [oneTask],
  },
  {
    name: 'a new token after a death',
    file: 'lib/batch/decide-run.ts',
    from: '{ ...state, launch: { ...launch, sentAt: now } };',
    to: '{ ...state, launch: { ...launch, sentAt: now, token: `0${launch.token.slice(1)}` } };',
    breaks: [oneTask, oneRun],
  },
  {
    name: 'the lease is given to everybody',
    file: 'lib/batch/lease.ts',
    from: 'if (holder === undefined && !others.some(isBefore)) {',
    to: 'if (holder !== undefined || !others.some(isBefore)) {',
    breaks: [oneRun, held],
  },
  {
    name: 'the place is given back when a stop is ordered',
    file: 'lib/batch/step-run.ts',
    from: 'if (isLive(state) || launch !== undefined) return state;',
    to: 'if ((isLive(state) && stop?.orderedAt === undefined) || launch !== undefined) return state;',
    breaks: [held, oneRun, oneTask],
  },
  {
    name: 'a cancelled run keeps its place',
    file: 'lib/batch/wishes.ts',
    from: 'const isFree = liveStrays(state).length === 0;',
    to: "const isFree = liveStrays(state).length === 0 && state.ended?.how !== 'cancelled';",
    breaks: [held],
  },
  {
    name: 'the number begins anew',
    file: 'lib/batch/lease.ts',
    from: 'const { holder: _, ...rest } = state;',
    to: 'const { holder: _, ...rest } = { ...state, fence: 0 };',
    breaks: [fences],
  },
  {
    name: 'nobody looks at a task',
    file: 'lib/batch/wanted.ts',
    from: 'const isTaskDue = task !== undefined && task.stopped === undefined && lookAt <= now;',
    to: 'const isTaskDue = task !== undefined && task.arn === "" && lookAt <= now;',
    breaks: [ends, held],
  },
  {
    name: 'a launch without an answer is forgotten',
    file: 'lib/batch/hear-run-outcome.ts',
    from: 'return { ...state, launch: { ...sent, waitUntil: now + Math.min(waitMs, minuteMs) } };',
    to: 'return { ...state, ...(waitMs > 0 && { launch: undefined }) } as RunState;',
    breaks: [oneTask, oneRun],
  },
  {
    name: 'the start deadline is not asked',
    file: 'lib/batch/limits.ts',
    from: 'return ranAt === undefined ? Math.min(dueAt(state) + pinned.startDeadlineMs, total) : total;',
    to: 'return ranAt === undefined ? total : total;',
    breaks: [inTime],
  },
  {
    name: 'exit 0 is success, whoever ended it',
    file: 'lib/batch/causes.ts',
    from: 'if (endedByItself && main?.exitCode === 0)',
    to: 'if ((endedByItself || true) && main?.exitCode === 0)',
    breaks: [proved],
  },
  {
    name: 'no failures is success',
    file: 'lib/batch/causes.ts',
    from: 'if (endedByItself && main?.exitCode === 0)',
    to: 'if (endedByItself || main?.exitCode === undefined)',
    breaks: [proved],
  },
  {
    name: 'attempts are not counted',
    file: 'lib/batch/run-retry.ts',
    from: 'attempt: rule?.isFree === true ? state.attempt : state.attempt + 1,',
    to: 'attempt: state.attempt,',
    breaks: [budget],
  },
  {
    name: 'free retries have no bound',
    file: 'lib/batch/run-retry.ts',
    from: 'if (rule.max !== undefined && spent > rule.max) return false;',
    to: 'if (rule.max !== undefined && spent > rule.max * 10) return false;',
    breaks: [budget],
  },
  {
    name: 'what needs an edit is tried again',
    file: 'lib/batch/run-retry.ts',
    from: "if (rule?.action !== 'retry' || failure.class === 'configuration' || failure.class === 'lost') return false;",
    to: "if (failure.class === 'configuration') return true;\n  if (rule?.action !== 'retry' || failure.class === 'lost') return false;",
    breaks: [onceOnly],
  },
  {
    name: 'the request follows the clock',
    file: 'lib/batch/launch-plan.ts',
    from: "tags: { 'watchkeeper:job': job, 'watchkeeper:run': runId },",
    to: "tags: { 'watchkeeper:job': job, 'watchkeeper:run': `${runId}-${launch.sends}` },",
    breaks: [sameRequest],
  },
  {
    name: 'an older event is believed',
    file: 'lib/batch/task-sight.ts',
    from: 'if (task.stopped !== undefined) return false;',
    to: 'if (task.stopped !== undefined) return true;',
    breaks: [forward],
  },
  {
    name: 'what ended begins once more',
    file: 'lib/batch/hear-run.ts',
    from: 'if (known !== undefined && !isBegunAgain(known, event)) return',
    to: 'if (known !== undefined && known.ended === undefined) return',
    breaks: [forward],
  },
  {
    name: "AWS's words are not kept",
    file: 'lib/batch/task-sight.ts',
    from: '...present({ stopCode: sight.stopCode, reason: sight.stoppedReason }),',
    to: '...present({ stopCode: sight.stopCode }),',
    breaks: [explained],
  },
  {
    name: 'a slot is a second',
    file: 'lib/batch/names.ts',
    from: 'const stepMs = isExtra ? secondMs : minuteMs;',
    to: 'const stepMs = isExtra ? minuteMs : secondMs;',
    breaks: [slots],
  },
  {
    name: 'an end is not told',
    file: 'lib/batch/decide-run.ts',
    from: "...(keys.has('ended') && { isTold: true as const }),",
    to: "...((keys.has('ended') || state.stop !== undefined) && { isTold: true as const }),",
    breaks: [told],
  },
  {
    name: 'what was too late is no trouble',
    file: 'lib/batch/history.ts',
    from: "'late',",
    to: '',
    breaks: [noticed],
  },
  {
    name: 'suspended jobs run on',
    file: 'lib/batch/run-begin.ts',
    from: "if (!job.enabled && state.part === undefined && state.starter !== 'person' && state.starter !== 'resume')",
    to: "if (!job.enabled && state.starter === 'catch-up')",
    breaks: [suspended],
  },
  {
    name: 'all that was suspended is made up for',
    file: 'lib/batch/decide-job.ts',
    from: "const resumed = job.resume === 'latest' ?",
    to: 'const resumed = job.resume !== undefined ?',
    breaks: [suspended],
  },
  {
    name: 'one more part may fail',
    file: 'lib/batch/parts.ts',
    from: 'if (array.failed <= maxFailedIndexes) return',
    to: 'if (array.failed <= maxFailedIndexes + 1) return',
    breaks: [wholeRun],
  },
  {
    name: 'a run of many does not wait for its last part',
    file: 'lib/batch/parts.ts',
    from: 'const isOver = begun.open.length === 0 &&',
    to: 'const isOver = begun.open.length <= 1 &&',
    breaks: [wholeRun, held, oneRun],
  },
  {
    name: 'what nobody watched is missed',
    file: 'lib/batch/watch/judge.ts',
    from: 'return gaps.some((gap) => from + graceMs >= gap.from && from <= gap.to);',
    to: 'return gaps.some((gap) => from + graceMs >= gap.from && from <= gap.to && slot < 0);',
    breaks: [notMissed],
  },
  {
    name: 'a run is not seen by the watchdog',
    file: 'lib/batch/watch/slots.ts',
    from: 'const run = runOf(records.get(keyOf(policy, job.name, open)));',
    to: "const run = runOf(records.get(job.concurrency.policy === 'queue' ? '' : keyOf(policy, job.name, open)));",
    breaks: [notMissed],
  },
  {
    name: 'long overrides are tried',
    file: 'lib/batch/launch-plan.ts',
    from: 'return length > mostOverrides ? ',
    to: 'return length > 4 * mostOverrides ? ',
    breaks: [tooLong],
  },
];
