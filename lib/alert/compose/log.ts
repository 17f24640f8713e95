import { serviceNameIn } from '../../core/subject.ts';
import type { Line, Reply } from '../../core/message.ts';
import { present } from '../../core/present.ts';
import { hourMs, isoTime, minuteMs } from '../../core/time.ts';
import { taskId } from '../../ecs/arn.ts';
import { consoleLink, consolePages, templateLink } from '../../ecs/links.ts';
import type { LogAbsence, LogFinding } from '../enrichment.ts';
import { linkTexts } from '../texts/labels.ts';
import { logAbsences, logTexts } from '../texts/log.ts';
import type { Clock } from './clock.ts';
import { momentOf } from './clock.ts';
import type { ComposeInput } from './input.ts';
import { knownFills, phrase } from './phrase.ts';
import { codeOf } from './untrusted-words.ts';

const linesInMessage = 5;
const linesInThread = 20;

export function logLines({ enrichment: { log } }: ComposeInput): readonly string[] | undefined {
  return log?.state === 'found' && log.lines.length > 0 ? log.lines.slice(-linesInMessage) : undefined;
}

/** Where the log is, as a link; why there is none, in words. Undefined: nothing that needs to be told. */
export function logPart(input: ComposeInput, clock: Clock): Line | undefined {
  const link = logLink(input);
  if (link !== undefined) return [{ link, text: linkTexts.log[clock.language] }];
  const { log } = input.enrichment;
  if (log?.state !== 'none') return undefined;
  const text = logAbsences[log.reason];
  return text === undefined
    ? undefined
    : phrase(text, clock.language, knownFills({ driver: log.driver ?? 'log driver' }));
}

function logLink(input: ComposeInput): string | undefined {
  const { log } = input.enrichment;
  if (log === undefined || log.state === 'not-yet') return undefined;
  if (log.state === 'none' && log.reason === 'other-driver') return templatedLink(input, log.driver);
  const hasLines = log.state === 'found' || unreadLogs.has(log.reason);
  return hasLines ? streamLink(input, log) : undefined;
}

/** There may well be something in these: nobody has looked, or nobody may. */
const unreadLogs: ReadonlySet<LogAbsence> = new Set(['switched-off', 'denied']);

function streamLink(
  { alert, portal }: ComposeInput,
  { group, stream, region }: Extract<LogFinding, { readonly state: 'found' | 'none' }>,
): string | undefined {
  if (group === undefined || stream === undefined) return undefined;
  const { account, region: own } = alert.subject;
  return consoleLink(consolePages.logStream(group, stream), {
    account,
    region: region ?? own,
    ...present({ portal }),
  });
}

/** Logs of other drivers are where the configuration says. */
function templatedLink({ alert, logLinks }: ComposeInput, driver: string | undefined): string | undefined {
  const template = driver !== undefined && Object.hasOwn(logLinks, driver) ? logLinks[driver] : undefined;
  if (template === undefined) return undefined;
  const { subject, pointers, causes } = alert;
  const lastAt = causes[0]?.lastAt ?? alert.at;
  return templateLink(template, {
    account: subject.account,
    region: subject.region,
    cluster: subject.cluster,
    service: serviceNameIn(subject),
    family: subject.kind === 'family' ? subject.name : undefined,
    task: pointers.taskArn === undefined ? undefined : taskId(pointers.taskArn),
    container: pointers.container,
    from: isoTime(lastAt - hourMs),
    to: isoTime(lastAt + 5 * minuteMs),
  });
}

/** More of the log than the message shows. */
export function logReply({ alert, enrichment: { log } }: ComposeInput, clock: Clock): Reply | undefined {
  if (log?.state !== 'found' || log.more.length <= log.lines.length) return undefined;
  const fence = log.more.slice(-linesInThread);
  const { container } = alert.pointers;
  const text = container === undefined ? logTexts.headPlain : logTexts.head;
  const fills = {
    count: fence.length,
    at: momentOf(log.readAt, clock),
    container: container === undefined ? undefined : codeOf(container, 100),
  };
  return { key: 'log', lines: [phrase(text, clock.language, fills)], fence };
}
