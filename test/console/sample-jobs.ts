import type { JobsView, RunStepView, RunView } from '../../console/jobs.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { sampleNow } from './sample-series.ts';

/** The slot so many minutes before 03:00, which is four minutes ago. */
function slotAt(minutes: number): number {
  return sampleNow - (sampleNow % (15 * minuteMs)) + minutes * minuteMs;
}

const says: Readonly<Partial<Record<RunView['look'], string>>> = {
  ran: 'succeeded after 2 min',
  retried: 'succeeded after 1 min, at try 2',
  skipped: 'skipped: another run was still at it',
  missed: 'given up: nothing ran before its start deadline',
};

function run(job: string, minutes: number, look: RunView['look'], rest: Partial<RunView> = {}): RunView {
  const slot = slotAt(minutes);
  const hasRun = look === 'ran' || look === 'retried';
  return {
    id: `${job}-${minutes}`,
    slot,
    look,
    says: says[look] ?? look,
    tries: look === 'skipped' ? 0 : 1,
    steps: [{ at: slot + 24 * secondMs, tone: 'plain', text: 'claimed by its schedule, 24 s after its time' }],
    ...(hasRun && {
      startedAt: slot + 40 * secondMs,
      endedAt: slot + 160 * secondMs,
      exit: { code: 0, meaning: 'Its work is done.' },
    }),
    ...rest,
  };
}

const failing: readonly RunStepView[] = [
  { at: slotAt(0) + 20 * secondMs, tone: 'plain', text: 'claimed by its schedule, 20 s after its time' },
  { at: slotAt(0) + 21 * secondMs, tone: 'plain', text: 'launch 1 on FARGATE_SPOT' },
  { at: slotAt(0) + 22 * secondMs, tone: 'plain', text: 'placed as task 4ac40520' },
  { at: slotAt(0) + 40 * secondMs, tone: 'good', text: 'running in ap-northeast-1d' },
  { at: slotAt(0) + 90 * secondMs, tone: 'bad', text: 'try 1: container app failed (exit 1)' },
  { at: slotAt(0) + 90 * secondMs, tone: 'bad', text: 'failed, and is not tried again' },
  { at: slotAt(0) + 92 * secondMs, tone: 'bad', text: 'alert sent' },
];

/** One of each: a job that fails, one that hangs, one that finds no room, and one of which little is known. */
export const jobs: JobsView = [
  {
    name: 'invoice-run',
    cluster: 'workers',
    due: 'cron 0/15 * * * ? *',
    state: 'active',
    broken: 'made to fail',
    usualMs: 150 * secondMs,
    slowMs: 180 * secondMs,
    runs: [
      ...[-75, -60, -45, -30].map((minutes) => run('invoice-run', minutes, 'ran')),
      run('invoice-run', -15, 'retried', { tries: 2 }),
      run('invoice-run', 0, 'failed', {
        says: 'failed after 50 s: container app failed (exit 1)',
        startedAt: slotAt(0) + 40 * secondMs,
        endedAt: slotAt(0) + 90 * secondMs,
        exit: { code: 1, meaning: 'The application ended with an error.' },
        why: { title: 'container app failed (exit 1)', remedy: 'The last log lines before the exit say why.' },
        steps: failing,
      }),
    ],
    next: [15, 30, 45].map(slotAt),
  },
  {
    name: 'sales-report',
    cluster: 'workers',
    due: 'after invoice-run',
    state: 'active',
    runs: [run('sales-report', -15, 'ran')],
    next: [],
  },
  {
    name: 'stock-sync',
    cluster: 'workers',
    due: 'cron 5/10 * * * ? *',
    state: 'active',
    usualMs: 200 * secondMs,
    slowMs: 220 * secondMs,
    runs: [
      run('stock-sync', -20, 'missed', { tries: 6 }),
      run('stock-sync', -10, 'running', { startedAt: slotAt(-10) + 40 * secondMs }),
      run('stock-sync', 0, 'skipped', {
        why: {
          title: 'skipped: another run still goes on',
          likely: 'A run that holds the key stock-sync has not ended.',
          remedy: 'If runs overlap often, let them start further apart.',
        },
      }),
    ],
    next: [10, 20, 30].map(slotAt),
  },
  {
    name: 'a-job-with-a-name-as-long-as-names-may-be-00',
    cluster: 'workers',
    due: 'cron 0 1 ? * MON-FRI *, on open days',
    state: 'suspended',
    runs: [run('long', -30, 'suspended', { tries: 0 }), run('long', 0, 'late')],
    next: [],
  },
];
