import type { Alert, Intervened } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';
import type { Reply } from '../../core/message.ts';
import { minuteMs } from '../../core/time.ts';
import { taskDefinitionOf } from '../../ecs/arn.ts';
import { commands } from '../../ecs/commands.ts';
import { loopTexts } from '../texts/loops.ts';
import type { Clock } from './clock.ts';
import { momentOf } from './clock.ts';
import { phrase, plainOf } from './phrase.ts';
import { readableWords } from './untrusted-words.ts';

type Command = { readonly what: Text; readonly command: string; readonly revision?: string };

/** What Watchkeeper did about a crash loop and how to take it back; where it only observes, what it would have done. */
export function loopReply({ alert }: { readonly alert: Alert }, clock: Clock): Reply | undefined {
  const { intervened, status } = alert;
  if (intervened === undefined || status !== 'firing') return undefined;
  const command = commandOf(alert, intervened);
  if (command === undefined) return undefined;
  const { is, how, at, crashes, withinMs, tasks } = intervened;
  const fills = { at: momentOf(at, clock), crashes, minutes: Math.round(withinMs / minuteMs), tasks };
  const what = phrase(command.what, clock.language, { revision: command.revision });
  return {
    key: `loop/${is}/${how}/${at}`,
    lines: [phrase(headOf(intervened), clock.language, fills)],
    fence: [`# ${plainOf(what)}`, command.command],
  };
}

function headOf({ is, how }: Intervened): Text {
  if (how === 'observed') return is === 'stop' ? loopTexts.wouldStop : loopTexts.wouldRollBack;
  return is === 'stop' ? loopTexts.stopped : loopTexts.rolledBack;
}

function commandOf({ subject }: Alert, intervened: Intervened): Command | undefined {
  const { is, how, tasks = 0, taskDefinitionArn = '', serviceDeploymentArn } = intervened;
  const place = { region: subject.region, cluster: subject.cluster };
  if (is === 'stop') {
    const isDone = how === 'done';
    const command = commands.setDesired(place, subject.name, isDone ? tasks : 0);
    return { what: isDone ? loopTexts.start : loopTexts.stop, command };
  }
  if (how === 'observed') {
    if (serviceDeploymentArn === undefined) return undefined;
    return { what: loopTexts.rollBack, command: commands.rollBack(place, serviceDeploymentArn) };
  }
  const { family, revision } = taskDefinitionOf(taskDefinitionArn);
  if (revision === undefined) return undefined;
  const named = `${family}:${revision}`;
  const command = commands.deploy(place, subject.name, named);
  return { what: loopTexts.deployAgain, command, revision: readableWords(named, 120) };
}
