import { oneLine } from '../../lib/channels/untrusted.ts';
import { say } from '../../lib/core/language.ts';
import type { Text } from '../../lib/core/language.ts';
import { nameOfAsked } from '../../lib/ecs/placement/answer.ts';
import { changeLines, usualChanges } from '../../lib/ecs/placement/change-lines.ts';
import type { InstanceAnswer } from '../../lib/ecs/placement/instance-answer.ts';
import { longNameOf, shortZone } from '../../lib/ecs/placement/instance-names.ts';
import { listed, reasonPhrase } from '../../lib/ecs/placement/reason-text.ts';
import { instanceTypeOf, zoneOf } from '../../lib/ecs/placement/supply.ts';
import { tableHeads } from '../../lib/ecs/placement/table-texts.ts';
import type { VerdictTable } from '../../lib/ecs/placement/verdict-table.ts';
import { verdictCells } from '../../lib/ecs/placement/verdict-table.ts';
import type { Io } from '../io.ts';
import { painter } from '../terminal.ts';
import type { Shown } from './answer-lines.ts';
import { changeRows, tableSection } from './answer-lines.ts';
import { explainTexts } from './texts.ts';

/** More tasks are asked about than anybody reads. */
const usualTasks = 10;

/** What would fit on an instance, and what keeps the others away. */
export function instanceLines(answer: InstanceAnswer, shown: Shown, io: Io): string[] {
  const paint = painter(io);
  const count = (fits: string): number => answer.tasks.filter(({ verdict }) => verdict.fits === fits).length;
  const style = count('yes') > 0 ? 'green' : count('unverifiable') > 0 ? 'yellow' : 'red';
  const sections = [
    [paint(style, oneLine(verdictLine(answer, shown))), paint('dim', oneLine(stateLine(answer, shown)))],
    answer.tasks.length === 0 ? [] : tableSection(tableOf(answer, shown), io),
    changeSection(answer, shown, io),
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}

/** The same change may help several tasks. */
function changeSection({ tasks }: InstanceAnswer, { language, all }: Shown, io: Io): string[] {
  const found = tasks.flatMap(({ asked, change }) => (change === undefined ? [] : [{ asked, change }]));
  const lines = found
    .toSorted((a, b) => a.change.cost - b.change.cost)
    .flatMap(({ asked, change }) =>
      changeLines([change], { language }).map((line) => {
        const admits = say(explainTexts.admitsOf, language, { admits: line.admits, task: nameOfAsked(asked) });
        return { ...line, admits };
      }),
    );
  if (lines.length === 0) return [];
  const grouped = [...Map.groupBy(lines, ({ change }) => change).values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    return [
      {
        ...first,
        admits: listed(
          [first, ...others].map(({ admits }) => admits),
          language,
          2,
        ),
      },
    ];
  });
  const paint = painter(io);
  const shown = all ? grouped : grouped.slice(0, usualChanges);
  return [paint('bold', say(explainTexts.changes, language)), ...changeRows(shown, paint, io)];
}

function verdictLine({ instance, tasks, shared }: InstanceAnswer, { language }: Shown): string {
  const fitting = tasks.filter(({ verdict }) => verdict.fits === 'yes').length;
  const open = tasks.filter(({ verdict }) => verdict.fits === 'unverifiable').length;
  const fills = { instance: longNameOf(instance), fitting, count: tasks.length };
  const text: Text =
    tasks.length === 0
      ? explainTexts.noTasks
      : fitting === 0 && open === 0
        ? explainTexts.takesNone
        : explainTexts.takes;
  const taken = say(text, language, fills);
  const sentence = open === 0 ? taken : say(explainTexts.open, language, { sentence: taken, open });
  if (shared.length === 0) return sentence;
  return say(explainTexts.why, language, { sentence, why: capital(reasonPhrase(shared, language)) });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function stateLine({ instance }: InstanceAnswer, { language }: Shown): string {
  const { status, agentConnected, registered, remaining, runningTasks, pendingTasks = 0, capacityProvider } = instance;
  const zone = zoneOf(instance);
  const agent = agentConnected === false ? explainTexts.notConnected : explainTexts.connected;
  return [
    [instanceTypeOf(instance), zone === undefined ? undefined : shortZone(zone), capacityProvider, status]
      .filter((each) => each !== undefined)
      .join(', '),
    ...(agentConnected === undefined ? [] : [say(agent, language)]),
    say(explainTexts.free, language, {
      cpu: remaining.cpuUnits,
      allCpu: registered.cpuUnits,
      memory: remaining.memoryMiB,
      allMemory: registered.memoryMiB,
    }),
    ...(runningTasks === undefined ? [] : [say(explainTexts.tasks, language, { count: runningTasks + pendingTasks })]),
  ].join(' · ');
}

function tableOf({ tasks }: InstanceAnswer, { language, all }: Shown): VerdictTable {
  const shown = all || tasks.length <= usualTasks + 1 ? tasks : tasks.slice(0, usualTasks);
  const left = tasks.length - shown.length;
  const { task, fits, why } = tableHeads;
  return {
    heads: [task, fits, why].map((head) => say(head, language)),
    rows: shown.map(({ asked, verdict }) => ({
      cells: [asked.group],
      ...verdictCells(verdict, language, { isWhole: all }),
    })),
    ...(left > 0 && { rest: say(explainTexts.moreTasks, language, { count: left }) }),
  };
}
