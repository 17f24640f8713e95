import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { Language } from '../../lib/core/language.ts';
import { present } from '../../lib/core/present.ts';
import { answerPlacement, nameOfAsked } from '../../lib/ecs/placement/answer.ts';
import type { AskedTask } from '../../lib/ecs/placement/asked.ts';
import { answerForInstance } from '../../lib/ecs/placement/instance-answer.ts';
import { longNameOf } from '../../lib/ecs/placement/instance-names.ts';
import type { SnapshotService } from '../../lib/ecs/placement/snapshot-service.ts';
import { defaultFile } from '../file.ts';
import type { Io } from '../io.ts';
import { print, printJson } from '../terminal.ts';
import type { Subject } from './answer-json.ts';
import { answerJson } from './answer-json.ts';
import type { Shown } from './answer-lines.ts';
import { answerLines } from './answer-lines.ts';
import { clusterHelp, clusterRegionHelp } from './cluster.ts';
import { crossed } from './crossing.ts';
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
    .description('Why a task does not fit, instance by instance; how many more would; the cheapest change.')
    .option('--service <name>', 'the next task of a service: its name, cluster/name, or ARN')
    .option(
      '--task-definition <name>',
      'a task on its own, as run-task would start it: family, family:revision, or ARN',
    )
    .option('--instance <id>', 'what would fit on an instance: i-… or its beginning, or the container instance')
    .option('--cluster <name>', clusterHelp)
    .option('--account <file>', 'a file of `watchkeeper snapshot` instead of the account you are signed in to')
    .option('--region <region>', clusterRegionHelp)
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
    case 'instance': {
      const instance = askedInstance(question.name, source);
      const answer = answerForInstance(source.snapshot, instance);
      const subject = { ...placeOf(source), kind: 'instance', name: longNameOf(instance) } as const;
      if (options.json) printJson(io, [instanceAnswerJson(subject, answer, present({ unread: source.unread }))]);
      else print(io, instanceLines(answer, shown, io));
    }
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

function placeOf({ snapshot, live }: Source): { readonly cluster?: string } {
  const cluster = live?.name ?? snapshot.cluster;
  return cluster === undefined ? {} : { cluster };
}

/** The language of the configuration in this directory; English without one. */
async function languageHere({ cwd }: Io): Promise<Language> {
  const text = await readFile(resolve(cwd, defaultFile), 'utf8').catch(() => undefined);
  const read = text === undefined ? undefined : readConfiguration(text);
  return read !== undefined && 'configuration' in read ? (read.configuration.language ?? 'en') : 'en';
}
