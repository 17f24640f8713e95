import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ConfigurationView } from '../../console/view.ts';
import type { Configuration } from '../../lib/app/config/schema.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { Instant } from '../../lib/core/time.ts';
import { exampleJobs } from './jobs/examples.ts';

/** For whoever has no file: everything goes to one channel, and pages at once; what leaves is drained. */
const drains = `drain:
  web: { mode: act, deadline: 20m }
  batch: { mode: act, deadline: 20m }
`;

/** And what works off the queue, or answers requests, is scaled. */
const scales = `scale:
  web/thumbnail-worker: { mode: act, tasks: 0..12, queue: thumbnails, perTask: 20 }
  web/shop-front: { mode: act, tasks: 2..10, cpu: 50 }
`;

export const plainConfiguration = `receivers: { alerts: { slack: C0ALERTS } }
timezone: Asia/Tokyo
pager: live
${drains}${scales}${exampleJobs}`;

/**
 * The visitor's own file. It is looked at again and again: what is good is in force, and of what is bad the page shows
 * the faults, while the last good one stays.
 */
export class WatchedConfiguration {
  readonly file: string | undefined;
  configuration: Configuration;
  text: string;
  private changedAt: number | undefined;
  private readAt: Instant | undefined;
  private faults: ConfigurationView['faults'] = [];

  /** When the first reading finds faults the plain configuration is in force. */
  constructor(file: string | undefined, now: Instant) {
    this.file = file;
    this.text = plainConfiguration;
    const plain = readConfiguration(plainConfiguration);
    if ('faults' in plain) throw new Error('the plain configuration has faults');
    this.configuration = plain.configuration;
    this.look(now);
  }

  /** Returns the text when there is a new good one. */
  look(now: Instant): string | undefined {
    const changedAt = this.file === undefined ? undefined : statSync(this.file, { throwIfNoEntry: false })?.mtimeMs;
    if (this.file === undefined || changedAt === undefined || changedAt === this.changedAt) return undefined;
    this.changedAt = changedAt;
    const read = readFrom(this.file);
    this.faults = 'faults' in read ? read.faults : [];
    if ('faults' in read) return undefined;
    this.configuration = read.configuration;
    this.readAt = now;
    this.text = read.text;
    return read.text;
  }

  view(): ConfigurationView {
    return {
      file: this.file === undefined ? 'built in' : basename(this.file),
      state: this.faults.length === 0 ? 'good' : 'bad',
      text: this.text,
      language: this.configuration.language ?? 'en',
      faults: this.faults,
      ...(this.readAt !== undefined && { readAt: this.readAt }),
    };
  }
}

type Read =
  | { readonly text: string; readonly configuration: Configuration }
  | { readonly faults: ConfigurationView['faults'] };

/** Nothing can be hurt here: what a file says nothing of is shown at work. */
function withExamples(own: Extract<Read, { readonly text: string }>): Read {
  const added = [
    own.configuration.drain === undefined ? drains : '',
    own.configuration.scale === undefined ? scales : '',
    own.configuration.jobs === undefined ? exampleJobs : '',
  ].join('');
  if (added === '') return own;
  const text = `${own.text.trimEnd()}\n\n# Not in your file, which says nothing of it: on this page it may act.\n${added}`;
  const read = readConfiguration(text);
  return 'configuration' in read ? { text, configuration: read.configuration } : own;
}

/** A file that cannot be read now may be read again after its next change. */
function readFrom(file: string): Read {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const problem = `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
    return { faults: [{ line: 1, column: 1, path: '', problem, fix: 'make it readable' }] };
  }
  const read = readConfiguration(text);
  if ('configuration' in read) return withExamples({ text, configuration: read.configuration });
  const faults = read.faults.map(({ line, column, path, problem, fix }) => ({ line, column, path, problem, fix }));
  return { faults };
}
