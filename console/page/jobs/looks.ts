import type { RunLook } from '../../jobs.ts';

type Look = {
  readonly name: string;
  /** One of the page's colours. */
  readonly colour: string;
  /** `d` paths on 16 × 16: the form, filled or as an outline, and the mark in it. */
  readonly form: string;
  readonly mark?: string;
  readonly hollow?: boolean;
};

const disc = 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z';
const square = 'M2.2 2.2h11.6v11.6H2.2Z';
const diamond = 'M8 .6 15.4 8 8 15.4.6 8Z';
const triangle = 'M8 1.2 15.2 14.2H.8Z';
const again = 'M11.2 6.2A3.6 3.6 0 1 0 11.6 9M11.6 4v2.5H9';

/** A form and a mark for each, so that colour is not the only sign. */
export const looks: Readonly<Record<RunLook, Look>> = {
  ran: { name: 'ran', colour: '--ok', form: disc, mark: 'm5 8.3 2.1 2.1L11 6.2' },
  retried: { name: 'ran, after a retry', colour: '--ok', form: disc, mark: again },
  running: { name: 'running', colour: '--starting', form: disc, mark: 'M6.4 5.2v5.6L11 8Z' },
  starting: { name: 'starting', colour: '--starting', form: disc, mark: 'M8 5v3l2 1.6', hollow: true },
  retrying: { name: 'retrying', colour: '--at-risk', form: disc, mark: again, hollow: true },
  late: { name: 'late', colour: '--at-risk', form: triangle, mark: 'M8 6v3.7M8 11.7v.4' },
  failed: { name: 'failed', colour: '--down', form: square, mark: 'm5.3 5.3 5.4 5.4M10.7 5.3l-5.4 5.4' },
  missed: { name: 'missed', colour: '--degraded', form: diamond, mark: 'M5.2 8h5.6' },
  skipped: { name: 'skipped', colour: '--degraded', form: disc, mark: 'M5 5.5 7.5 8 5 10.5M8.5 5.5 11 8l-2.5 2.5' },
  suspended: { name: 'suspended', colour: '--unknown', form: disc, mark: 'M6.2 5.4v5.2M9.8 5.4v5.2', hollow: true },
  observed: { name: 'only observed', colour: '--unknown', form: disc, mark: 'M8 7.6v.8', hollow: true },
  stopped: { name: 'stopped', colour: '--unknown', form: square, mark: 'M5.5 8h5' },
  unknown: {
    name: 'unknown',
    colour: '--unknown',
    form: disc,
    mark: 'M6.2 6.3c0-2.4 3.6-2.4 3.6 0 0 1.4-1.8 1.4-1.8 2.9M8 11.5v.3',
  },
  due: { name: 'due', colour: '--faint', form: disc, hollow: true },
};

/** Those a legend explains; the others say it in words when they are chosen. */
export const legendLooks: readonly RunLook[] = [
  'ran',
  'retried',
  'running',
  'late',
  'skipped',
  'missed',
  'failed',
  'due',
];
