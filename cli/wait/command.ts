import type { Command } from 'commander';
import { durationMs, durationPattern } from '../../lib/app/config/notation.ts';
import type { Instant } from '../../lib/core/time.ts';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import { serviceOf } from '../../lib/ecs/arn.ts';
import { regionOf } from '../alerts/installation.ts';
import { unread } from '../aws-refusal.ts';
import { CommandFailure, usageError } from '../failure.ts';
import type { DeploymentReads, Io } from '../io.ts';
import { clockIn, localZone } from '../time.ts';
import type { Asked } from './look.ts';
import { look } from './look.ts';
import { placementLines } from './placement.ts';
import type { Seen } from './seen.ts';
import { hasEnded } from './seen.ts';
import { saysNoPlace, storyOf } from './story.ts';
import type { Teller } from './teller.ts';
import { tellerOf } from './teller.ts';
import { verdictOf } from './verdict.ts';

type Options = {
  readonly deployment?: string;
  readonly timeout: string;
  readonly region?: string;
  readonly json?: true;
};

/** Three calls a look at most while all is well. The buckets are the account's: 20 of them a second (request-throttling). */
const everyMs = 10 * secondMs;
const everyMsLater = 20 * secondMs;
const soonMs = 5 * minuteMs;

/** Looks in a row that brought nothing. */
const mostUnread = 10;

export function register(program: Command, io: Io): void {
  program
    .command('wait')
    .description('Wait for the deployment of a service, tell its story, and say how it ended; for pipelines.')
    .argument('<service>', 'CLUSTER/SERVICE, or its ARN')
    .option(
      '--deployment <id>',
      "a service deployment's ARN or id, ecs-svc/…, or CodeDeploy's d-…; default: the newest",
    )
    .option('--timeout <duration>', 'nobody waits longer', '30m')
    .option('--region <region>', 'the region; default: AWS_REGION, or that of your profile')
    .option('--json', 'JSON Lines: story, and verdict last')
    .addHelpText(
      'after',
      `
Only reads, every ten seconds, then every twenty. Rolled back is never success.
Exit codes: 0 complete and steady; 1 failed, rolled back, stopped, or another took its place; 2 called wrongly;
3 not over when the time was.`,
    )
    .action(async (service: string, options: Options) => wait(service, options, io));
}

async function wait(service: string, options: Options, io: Io): Promise<void> {
  const { deployment } = options;
  const asked: Asked = { ...nameIn(service), ...(deployment !== undefined && { deployment }) };
  const timeoutMs = lengthOf(options.timeout);
  const region = await regionOf(options, io);
  const reads = await io.account.deployments(region);
  const teller = tellerOf(asked, options, io);
  const exitCode = await followed({ asked, region, reads, teller, startedAt: io.now(), timeoutMs }, io);
  if (exitCode !== 0) throw new CommandFailure(exitCode);
}

type Following = {
  readonly asked: Asked;
  readonly region: string;
  readonly reads: DeploymentReads;
  readonly teller: Teller;
  readonly startedAt: Instant;
  readonly timeoutMs: number;
};

/** Look after look, until it is over or the time is. */
async function followed(following: Following, io: Io): Promise<0 | 1 | 3> {
  const { asked, region, reads, teller, startedAt, timeoutMs } = following;
  const clock = clockIn(localZone(io), startedAt);
  let before: Seen | undefined;
  let unreadInARow = 0;
  for (;;) {
    const seen = await look({ reads, asked, now: io.now }, before);
    if (typeof seen === 'string') {
      unreadInARow += 1;
      if (unreadInARow >= mostUnread) throw unread('ten times in a row the service', seen);
    } else {
      unreadInARow = 0;
      const verdict = verdictOf(seen);
      const lines = storyOf(before, seen, { region, account: accountIn(seen), cluster: asked.cluster, clock });
      const why = saysNoPlace(lines) ? await placementLines(asked, region, io) : [];
      teller.story([...lines, ...why], verdict);
      if (hasEnded(verdict) && isMeant(before, seen)) return teller.end(verdict.is, verdict.why);
      before = seen;
    }
    const left = startedAt + timeoutMs - io.now();
    if (left <= 0) return timedOut(before, teller);
    await io.pause(Math.min(left, io.now() - startedAt < soonMs ? everyMs : everyMsLater));
  }
}

/** What had ended before anybody looked is looked at once more: the one that is meant may not be listed yet. */
function isMeant(before: Seen | undefined, { aim }: Seen): boolean {
  return before !== undefined || (aim.kind !== 'steady' && aim.isSure);
}

/** A deployment that has failed has failed, also while what ran before is still being put back. */
function timedOut(seen: Seen | undefined, teller: Teller): 0 | 1 | 3 {
  const verdict = seen === undefined ? undefined : verdictOf(seen);
  if (verdict === undefined || hasEnded(verdict)) return teller.end('timed-out', 'it could not be read');
  if (verdict.is === 'failing') return teller.end('failed', `${verdict.next}, when the time was over`);
  return teller.end('timed-out', `it waits for: ${verdict.next}`);
}

function nameIn(given: string): { readonly cluster: string; readonly service: string } {
  const text = given.trim();
  const { cluster, name } = text.startsWith('arn:') ? serviceOf(text) : fromPair(text);
  if (cluster === undefined || cluster === '' || name === '')
    throw usageError(`${text} names no service`, 'write CLUSTER/SERVICE, or its ARN');
  return { cluster, service: name };
}

function fromPair(text: string): { readonly cluster?: string; readonly name: string } {
  const [cluster = '', name = '', ...more] = text.split('/');
  return more.length > 0 ? { name: '' } : { cluster, name };
}

function lengthOf(text: string): number {
  const ms = durationPattern.test(text) ? durationMs(text) : Number.NaN;
  if (ms >= secondMs && ms <= 48 * hourMs) return ms;
  throw usageError(`--timeout ${text} is no duration up to 48h`, 'write 30m, 2h or 90s');
}

const accountIn = ({ service }: Seen): string => service.serviceArn.split(':')[4] ?? '-';
