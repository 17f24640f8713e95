import { serviceNameIn } from '../../core/subject.ts';
import type { Line, Reply } from '../../core/message.ts';
import { hourMs, isoTime, minuteMs } from '../../core/time.ts';
import { taskId } from '../../ecs/arn.ts';
import { consoleLink, consolePages, templateLink } from '../../ecs/links.ts';
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
  const { alert, enrichment, portal } = input;
  const { log } = enrichment;
  const place = log !== undefined && 'stream' in log ? log : undefined;
  if (place?.group !== undefined && place.stream !== undefined) {
    const { account, region } = alert.subject;
    const isEmpty = place.state === 'none' && place.reason !== 'switched-off' && place.reason !== 'denied';
    if (isEmpty) return undefined;
    const page = consolePages.logStream(place.group, place.stream);
    return consoleLink(page, { account, region: place.region ?? region, ...(portal !== undefined && { portal }) });
  }
  return log?.state === 'none' && log.reason === 'other-driver' ? templatedLink(input, log.driver) : undefined;
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
