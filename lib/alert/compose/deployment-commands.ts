import type { Alert } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';
import { taskDefinitionOf } from '../../ecs/arn.ts';
import type { CommandPlace } from '../../ecs/commands.ts';
import { commands } from '../../ecs/commands.ts';
import { commandTexts } from '../texts/todo.ts';
import { rollBackOf } from './roll-back.ts';
import { readableWords } from './untrusted-words.ts';

export type Command = {
  readonly what: Text;
  readonly command: string;
  readonly fills?: Readonly<Record<string, string>>;
};

/** How a deployment that waits is answered, and how one that fails is taken back, by whoever deploys it. */
export function deploymentCommands(alert: Alert): readonly Command[] {
  const { subject, next } = alert;
  const place: CommandPlace = { region: subject.region, cluster: subject.cluster };
  const answers = answerCommands(alert, place);
  if (answers.length > 0) return answers;
  return next.code === 'rolled_back_by_us' ? [] : rollBackCommands(alert, place);
}

function answerCommands({ next, pointers: { hook, codeDeploy } }: Alert, place: CommandPlace): readonly Command[] {
  if (next.code === 'hook_waits' && hook !== undefined)
    return [
      { what: commandTexts.continueHook, command: commands.answerHook(place, hook, 'CONTINUE') },
      { what: commandTexts.rollBackHook, command: commands.answerHook(place, hook, 'ROLLBACK') },
    ];
  if (next.code !== 'ready_waits' || codeDeploy === undefined) return [];
  const { deploymentId } = codeDeploy;
  return [
    { what: commandTexts.shiftTraffic, command: commands.continueCodeDeploy(place, deploymentId) },
    { what: commandTexts.stopCodeDeploy, command: commands.stopCodeDeploy(place, deploymentId) },
  ];
}

function rollBackCommands(alert: Alert, place: CommandPlace): readonly Command[] {
  const { deployment, pointers, subject } = alert;
  switch (rollBackOf(alert)) {
    case 'stop-service-deployment':
      return deployment?.serviceDeploymentArn === undefined
        ? []
        : [{ what: commandTexts.rollBack, command: commands.rollBack(place, deployment.serviceDeploymentArn) }];
    case 'code-deploy':
      return pointers.codeDeploy === undefined
        ? []
        : [
            {
              what: commandTexts.stopCodeDeploy,
              command: commands.stopCodeDeploy(place, pointers.codeDeploy.deploymentId),
            },
          ];
    case 'update-service':
      return deployPrevious(deployment?.previousTaskDefinitionArn, subject.name, place);
    case undefined:
      return [];
  }
}

function deployPrevious(arn: string | undefined, service: string, place: CommandPlace): readonly Command[] {
  if (arn === undefined) return [];
  const { family, revision } = taskDefinitionOf(arn);
  if (revision === undefined) return [];
  const previous = `${family}:${revision}`;
  const command = commands.deploy(place, service, previous);
  return [{ what: commandTexts.deployPrevious, command, fills: { revision: readableWords(previous, 120) } }];
}
