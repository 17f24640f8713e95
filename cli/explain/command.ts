import type { Command } from 'commander';
import { present } from '../../lib/core/present.ts';
import { answerPlacement, nameOfAsked } from '../../lib/ecs/placement/answer.ts';
import type { AskedTask } from '../../lib/ecs/placement/asked.ts';
import { answerForInstance } from '../../lib/ecs/placement/instance-answer.ts';
import { longNameOf } from '../../lib/ecs/placement/instance-names.ts';
import type { PlacementInstance } from '../../lib/ecs/placement/instance.ts';
import type { SnapshotService } from '../../lib/ecs/placement/snapshot-service.ts';
import { CommandFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { languageHere } from '../language.ts';
import type { JsonLine } from '../terminal.ts';
import { print, printJson } from '../terminal.ts';
import type { Subject } from './answer-json.ts';
import { answerJson } from './answer-json.ts';
import type { Shown } from './answer-lines.ts';
import { answerLines } from './answer-lines.ts';
import { tableHelp } from '../alerts/installation.ts';
import { clusterHelp, clusterRegionHelp } from './cluster.ts';
import { crossed } from './crossing.ts';
import { drainJson, drainLines } from './drain-lines.ts';
import type { DrainStory, Recorded } from './drain-story.ts';
import { recordedOf, recordedStory, storyOf } from './drain-story.ts';
import { instanceAnswerJson } from './instance-json.ts';
import { instanceLines } from './instance-lines.ts';
import type { ExplainOptions } from './question.ts';
import { questionOf } from './question.ts';
import type { Source } from './source.ts';
import { sourceOf } from './source.ts';
import { askedDefinition, askedInstance, askedService } from './subject.ts';

export function register(program: Command, io: Io): void {
  program
    .command('explain')
    .description(
      'Why a task does not fit, instance by instance, and the cheapest change; why an instance cannot leave.',
    )
    .option('--service <name>', 'the next task of a service: its name, cluster/name, or ARN')
    .option(
      '--task-definition <name>',
      'a task on its own, as run-task would start it: family, family:revision, or ARN',
    )
    .option(
      '--instance <id>',
      'what would fit on an instance, or why its drain is stuck: i-… or its beginning, or the container instance',
    )
    .option('--cluster <name>', clusterHelp)
    .option('--account <file>', 'a file of `watchkeeper snapshot` instead of the account you are signed in to')
    .option('--region <region>', clusterRegionHelp)
    .option('--table <name>', `${tableHelp}. With it, what Watchkeeper has recorded of a drain is told`)
    .option('--all', 'every instance and every change, not only the nearest')
    .option('--json', 'JSON: { subject, fits, copies, instances, fixes, … } on one line, in English')
    .addHelpText(
      'after',
      '\nOnly reads. Exit codes: 0 answered, whether it fits or not; 1 it could not be answered; 2 called wrongly.',
    )
    .action(async (options: ExplainOptions) => explain(options, io));
}

async function explain(options: ExplainOptions, io: Io): Promise<void> {
  const question = questionOf(options);
  const source = await sourceOf(question, options, io);
  const shown = { language: await languageHere(io), all: options.all === true };
  switch (question.kind) {
    case 'service': {
      const { asked, service } = await askedService(question.name, source);
      return tellTask({ kind: 'service', asked, service }, source, { ...shown, options }, io);
    }
    case 'task-definition': {
      const asked = askedDefinition(question.name, source);
      return tellTask({ kind: 'family', asked }, source, { ...shown, options }, io);
    }
    case 'instance':
      return tellInstance(question.name, source, { ...shown, options }, io);
  }
}

type Telling = Shown & { readonly options: ExplainOptions };

type Task = { readonly kind: 'service' | 'family'; readonly asked: AskedTask; readonly service?: SnapshotService };

async function tellTask(task: Task, source: Source, { options, ...shown }: Telling, io: Io): Promise<void> {
  const { kind, asked, service } = task;
  const answer = answerPlacement(source.snapshot, asked);
  const check = await crossed(answer, source.live);
  const subject: Subject = {
    ...placeOf(source),
    kind,
    name: nameOfAsked(asked),
    taskDefinition: asked.definition.arn,
  };
  if (options.json) printJson(io, [answerJson(subject, answer, present({ check, unread: source.unread }))]);
  else print(io, answerLines(answer, present({ check, service }), shown, io));
}

/** What would fit on it; of one that is being drained, first why it is still there. */
async function tellInstance(name: string, source: Source, { options, ...shown }: Telling, io: Io): Promise<void> {
  const found = await foundInstance(name, source, options, io);
  if ('state' in found) {
    const story = recordedStory(found);
    if (options.json) printJson(io, [goneJson(story, placeOf(source), io)]);
    else print(io, drainLines(story, shown.language, io));
    return;
  }
  const answer = answerForInstance(source.snapshot, found);
  const recorded = await recordedOf(found.ec2InstanceId ?? '', options, io);
  const story = await storyOf(found, source, { recorded, options }, io);
  const subject = { ...placeOf(source), kind: 'instance', name: longNameOf(found) } as const;
  if (options.json) {
    const beside = present({ unread: source.unread, drain: story && drainJson(story, io) });
    printJson(io, [instanceAnswerJson(subject, answer, beside)]);
    return;
  }
  const lines = story === undefined ? [] : drainLines(story, shown.language, io);
  // Nobody asks what else would fit on an instance that goes, unless for everything.
  const room = story === undefined || shown.all ? instanceLines(answer, shown, io) : [];
  print(io, [...lines, ...(lines.length > 0 && room.length > 0 ? [''] : []), ...room]);
}

/** The instance; or what is recorded of one that is no longer in the cluster. Throws where there is neither. */
async function foundInstance(
  name: string,
  source: Source,
  options: ExplainOptions,
  io: Io,
): Promise<PlacementInstance | Recorded> {
  try {
    return askedInstance(name, source);
  } catch (error) {
    const recorded = error instanceof CommandFailure ? await recordedOf(name, options, io) : undefined;
    if (recorded === undefined) throw error;
    return recorded;
  }
}

function goneJson(story: DrainStory, place: { readonly cluster?: string }, io: Io): JsonLine {
  const subject: Subject = { ...place, kind: 'instance', name: story.instance };
  const drain = drainJson(story, io);
  return { type: 'explanation', subject, fits: 'unverifiable', copies: 0, instances: [], fixes: [], drain };
}

function placeOf({ snapshot, live }: Source): { readonly cluster?: string } {
  const cluster = live?.name ?? snapshot.cluster;
  return cluster === undefined ? {} : { cluster };
}
