import { serviceNameIn } from '../../core/subject.ts';
import type { Alert } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';
import type { Reply } from '../../core/message.ts';
import { minuteMs } from '../../core/time.ts';
import { taskDefinitionOf, taskId } from '../../ecs/arn.ts';
import type { CommandPlace } from '../../ecs/commands.ts';
import { commands } from '../../ecs/commands.ts';
import { parseImageReference } from '../../ecs/image-reference.ts';
import { commandTexts } from '../texts/todo.ts';
import type { Clock } from './clock.ts';
import { drainCommandsOf } from './drain-commands.ts';
import type { ComposeInput } from './input.ts';
import { phrase, plainOf } from './phrase.ts';
import { wholeRemedy } from './remedy.ts';
import { rollBackOf } from './roll-back.ts';
import { readableWords } from './untrusted-words.ts';

type Command = { readonly what: Text; readonly command: string; readonly fills?: Readonly<Record<string, string>> };

/** Commands ready to paste, each with a comment; and the rest of a remedy too long for the message. */
export function commandReply(input: ComposeInput, clock: Clock): Reply | undefined {
  const all = [
    ...drainCommandsOf(input.alert),
    ...jobCommands(input.alert),
    ...deploymentCommands(input.alert),
    ...lookCommands(input),
  ];
  const remedy = wholeRemedy(input, clock);
  if (all.length === 0 && remedy === undefined) return undefined;
  const fence = all.flatMap(({ what, command, fills }, index) => [
    ...(index === 0 ? [] : ['']),
    `# ${plainOf(phrase(what, clock.language, fills))}`,
    command,
  ]);
  return {
    key: 'commands',
    lines: [
      ...(remedy === undefined ? [] : [phrase(commandTexts.remedy, clock.language, { remedy })]),
      ...(all.length === 0 ? [] : [[{ bold: commandTexts.head[clock.language] }]]),
    ],
    ...(fence.length > 0 && { fence }),
  };
}

function placeOf({ subject }: Alert): CommandPlace {
  return { region: subject.region, cluster: subject.cluster };
}

function deploymentCommands(alert: Alert): Command[] {
  const { deployment, pointers, subject } = alert;
  const place = placeOf(alert);
  const { hook } = pointers;
  if (alert.next.code === 'hook_waits' && hook !== undefined) {
    return [
      { what: commandTexts.continueHook, command: commands.answerHook(place, hook, 'CONTINUE') },
      { what: commandTexts.rollBackHook, command: commands.answerHook(place, hook, 'ROLLBACK') },
    ];
  }
  const way = rollBackOf(alert);
  if (alert.next.code === 'rolled_back_by_us') return [];
  if (way === 'stop' && deployment?.serviceDeploymentArn !== undefined) {
    return [{ what: commandTexts.rollBack, command: commands.rollBack(place, deployment.serviceDeploymentArn) }];
  }
  if (way !== 'deploy' || deployment?.previousTaskDefinitionArn === undefined) return [];
  const { family, revision } = taskDefinitionOf(deployment.previousTaskDefinitionArn);
  if (revision === undefined) return [];
  const previous = `${family}:${revision}`;
  const command = commands.deploy(place, subject.name, previous);
  return [{ what: commandTexts.deployPrevious, command, fills: { revision: readableWords(previous, 120) } }];
}

/** What its slot needs: to be run again. */
function jobCommands({ subject, pointers, status }: Alert): Command[] {
  if (subject.kind !== 'job' || status !== 'firing' || pointers.slot === undefined) return [];
  return [{ what: commandTexts.runJob, command: commands.runJob(subject.name, pointers.slot) }];
}

/** Only looks: they change nothing. */
function lookCommands(input: ComposeInput): Command[] {
  const { alert } = input;
  const { subject, pointers } = alert;
  const place = placeOf(alert);
  const service = serviceNameIn(subject);
  const looks: Command[] = [];
  if (service !== undefined) {
    looks.push({ what: commandTexts.describeService, command: commands.describeService(place, service) });
  }
  if (pointers.taskArn !== undefined) {
    const command = commands.describeTask(place, taskId(pointers.taskArn));
    looks.push({ what: commandTexts.describeTask, command });
  }
  return [...imageCommands(input), ...(subject.cluster === '-' ? [] : looks), ...logCommands(input)];
}

/** Where ECR says that the image is missing: what is there instead. */
function imageCommands({ alert, enrichment }: ComposeInput): Command[] {
  const { image } = alert.pointers;
  if (enrichment.image?.state !== 'missing' || image === undefined) return [];
  const { ecr, repository } = parseImageReference(image);
  if (ecr === undefined) return [];
  return [{ what: commandTexts.listImages, command: commands.listImages(ecr.region, ecr.account, repository) }];
}

/** What a container wrote in its last minutes says why it ended. */
const logBeforeMs = 5 * minuteMs;

function logCommands({ alert, enrichment: { log } }: ComposeInput): Command[] {
  if (log === undefined || !('stream' in log) || log.group === undefined || log.stream === undefined) return [];
  const place = placeOf(alert);
  const stoppedAt = Math.max(alert.startedAt, ...alert.causes.map((cause) => cause.lastAt));
  const { group, stream } = log;
  const command = commands.tailLog(
    { ...place, region: log.region ?? place.region },
    { group, stream },
    stoppedAt - logBeforeMs,
  );
  return [{ what: commandTexts.tailLog, command }];
}
