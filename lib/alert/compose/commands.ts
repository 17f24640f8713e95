import { serviceNameIn } from '../../core/subject.ts';
import type { Alert } from '../../core/alert.ts';
import type { Reply } from '../../core/message.ts';
import { minuteMs } from '../../core/time.ts';
import { containerInstanceId, isExternalInstance, taskId } from '../../ecs/arn.ts';
import type { CommandPlace } from '../../ecs/commands.ts';
import { commands } from '../../ecs/commands.ts';
import { foreignName } from '../../ecs/scheduled-launch.ts';
import { parseImageReference } from '../../ecs/image-reference.ts';
import { commandTexts } from '../texts/todo.ts';
import type { Clock } from './clock.ts';
import type { Command } from './deployment-commands.ts';
import { deploymentCommands } from './deployment-commands.ts';
import { drainCommandsOf } from './drain-commands.ts';
import type { ComposeInput } from './input.ts';
import { phrase, plainOf } from './phrase.ts';
import { wholeRemedy } from './remedy.ts';

/** Commands ready to paste, each with a comment; and the rest of a remedy too long for the message. */
export function commandReply(input: ComposeInput, clock: Clock): Reply | undefined {
  const all = [
    ...drainCommandsOf(input.alert),
    ...jobCommands(input.alert),
    ...deploymentCommands(input.alert),
    ...instanceCommands(input.alert),
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

/** These say that a run goes on. */
const underWay: ReadonlySet<string> = new Set(['job_not_started', 'job_running_late']);

/** What its slot needs: to be run again, or to be ended. */
function jobCommands({ subject, pointers, status, causes }: Alert): Command[] {
  const cause = causes[0]?.id ?? '';
  const foreign = status === 'firing' && subject.kind === 'job' ? foreignName(subject.name) : undefined;
  if (foreign !== undefined) return [{ what: commandTexts.importJob, command: commands.importJob(foreign) }];
  if (subject.kind !== 'job' || status !== 'firing' || pointers.slot === undefined) return [];
  if (underWay.has(cause)) return [{ what: commandTexts.listRuns, command: commands.listRuns(subject.name) }];
  if (cause === 'job_too_long')
    return [{ what: commandTexts.stopJob, command: commands.stopJob(subject.name, pointers.slot) }];
  return [{ what: commandTexts.runJob, command: commands.runJob(subject.name, pointers.slot) }];
}

/** Of these it helps to have another instance in its place. */
const replaced: ReadonlySet<string> = new Set(['instance_impaired', 'agent_disconnected']);

function instanceCommands(alert: Alert): Command[] {
  const { subject, pointers, status, causes } = alert;
  if (subject.kind !== 'instance' || status !== 'firing' || !causes.some(({ id }) => replaced.has(id))) return [];
  const { ec2InstanceId, launchType } = pointers;
  if (isExternalInstance(ec2InstanceId)) return serverCommands(placeOf(alert), ec2InstanceId);
  return launchType === 'MANAGED_INSTANCES' ? managedCommands(alert) : groupCommands(alert);
}

/** Its Auto Scaling group begins another one. */
function groupCommands(alert: Alert): Command[] {
  const place = placeOf(alert);
  const { containerInstanceArn: arn, ec2InstanceId } = alert.pointers;
  const drain = (id: string) => ({ what: commandTexts.drainInstance, command: commands.drainInstance(place, id) });
  const replace = (id: string) => ({
    what: commandTexts.replaceInstance,
    command: commands.replaceInstance(place, id),
  });
  return [
    ...(arn === undefined ? [] : [drain(containerInstanceId(arn))]),
    ...(ec2InstanceId === undefined ? [] : [replace(ec2InstanceId)]),
  ];
}

/** It is in no group of the user's: ECS ends it (API_ManagedInstancesProvider). */
function managedCommands(alert: Alert): Command[] {
  const { containerInstanceArn: arn } = alert.pointers;
  if (arn === undefined) return [];
  const place = placeOf(alert);
  const id = containerInstanceId(arn);
  return [
    { what: commandTexts.drainManaged, command: commands.drainInstance(place, id) },
    { what: commandTexts.deregisterManaged, command: commands.deregisterInstance(place, id) },
  ];
}

/** A server of ECS Anywhere is reached through Systems Manager. */
function serverCommands(place: CommandPlace, id: string): Command[] {
  return [
    { what: commandTexts.describeServer, command: commands.describeServer(place, id) },
    { what: commandTexts.restartAgent, command: commands.restartAgent(place, id) },
  ];
}

/** Only looks: they change nothing. */
function lookCommands(input: ComposeInput): Command[] {
  const { alert } = input;
  const { subject, pointers } = alert;
  const place = placeOf(alert);
  const service = serviceNameIn(subject);
  const looks: Command[] = [];
  if (pointers.daemonArn !== undefined) {
    looks.push({ what: commandTexts.describeDaemon, command: commands.describeDaemon(place, pointers.daemonArn) });
  } else if (service !== undefined) {
    looks.push({ what: commandTexts.describeService, command: commands.describeService(place, service) });
  }
  if (pointers.taskArn !== undefined) {
    const command = commands.describeTask(place, taskId(pointers.taskArn));
    looks.push({ what: commandTexts.describeTask, command });
  }
  const own = subject.cluster === '-' ? codeDeployCommands(alert) : looks;
  return [...imageCommands(input), ...own, ...logCommands(input)];
}

function codeDeployCommands(alert: Alert): Command[] {
  const { codeDeploy } = alert.pointers;
  if (codeDeploy === undefined) return [];
  const command = commands.describeCodeDeploy(placeOf(alert), codeDeploy.deploymentId);
  return [{ what: commandTexts.describeCodeDeploy, command }];
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
