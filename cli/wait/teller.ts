import { oneLine } from '../../lib/channels/untrusted.ts';
import type { Instant } from '../../lib/core/time.ts';
import { isoTime, minuteMs, secondMs } from '../../lib/core/time.ts';
import type { Io } from '../io.ts';
import { painter, print, printJson } from '../terminal.ts';
import { durationWords, localZone } from '../time.ts';
import type { Asked } from './look.ts';
import type { EndedVerdict, Verdict } from './seen.ts';
import { hasEnded } from './seen.ts';
import type { StoryLine } from './story.ts';

type Said = EndedVerdict | 'timed-out';

/** `end` gives the exit code. */
export type Teller = {
  readonly story: (lines: readonly StoryLine[], verdict: Verdict) => void;
  readonly end: (verdict: Said, why: string) => 0 | 1 | 3;
};

/** So long without a line, and it is said what is waited for. */
const quietMs = 2 * minuteMs;

const ends: Readonly<Record<Said, { readonly words: string; readonly exitCode: 0 | 1 | 3 }>> = {
  completed: { words: 'complete and steady', exitCode: 0 },
  failed: { words: 'FAILED', exitCode: 1 },
  'rolled-back': { words: 'ROLLED BACK, what was deployed does not run', exitCode: 1 },
  'rollback-failed': { words: 'FAILED, and so did the roll-back', exitCode: 1 },
  stopped: { words: 'STOPPED before it was complete', exitCode: 1 },
  superseded: { words: 'SUPERSEDED, what was deployed does not run', exitCode: 1 },
  gone: { words: 'the service is GONE', exitCode: 1 },
  'timed-out': { words: 'NOT OVER in time', exitCode: 3 },
};

/** Lines as they happen; and after a while without any, what is waited for. */
export function tellerOf({ cluster, service }: Asked, { json }: { readonly json?: true }, io: Io): Teller {
  const paint = painter(io);
  const startedAt = io.now();
  let toldAt = startedAt;
  let waits = '';
  const put = (kind: string, text: string): void => {
    toldAt = io.now();
    if (json) printJson(io, [{ type: 'story', at: isoTime(toldAt), kind, text }]);
    else print(io, [`${timeIn(toldAt, io)}  ${kind === 'failure' ? paint('red', text) : text}`]);
  };
  return {
    story: (lines, verdict) => {
      for (const { kind, text } of lines) put(kind, text);
      if (hasEnded(verdict)) return;
      const isNews = verdict.next !== waits && lines.length > 0;
      if (isNews || io.now() - toldAt >= quietMs) put('waits', `waits for: ${oneLine(verdict.next)}`);
      waits = verdict.next;
    },
    end: (verdict, why) => {
      const [at, { words, exitCode }] = [io.now(), ends[verdict]];
      const name = `${cluster}/${service}`;
      const waitedSeconds = Math.round((at - startedAt) / secondMs);
      const said = `${name}: ${words} (${oneLine(why)}), waited ${durationWords(at - startedAt)}`;
      if (json)
        printJson(io, [
          { type: 'verdict', at: isoTime(at), service: name, verdict, why: oneLine(why), exitCode, waitedSeconds },
        ]);
      else print(io, [`${timeIn(at, io)}  ${paint(exitCode === 0 ? 'green' : 'red', said)}`]);
      return exitCode;
    },
  };
}

/** `03:41:05`, in the zone of whoever calls. */
function timeIn(at: Instant, io: Io): string {
  const digits = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', { timeZone: localZone(io), ...digits }).format(at);
}
