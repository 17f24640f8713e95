import type { Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { AskedTask } from './asked.ts';
import { demandOf } from './demand.ts';
import { questionOf } from './question.ts';
import { listed } from './reason-text.ts';
import { joints } from './reason-texts.ts';
import { demandTexts } from './table-texts.ts';

/** What one copy takes: `256 CPU units, 512 MiB, host port 8080/tcp`. */
export function demandText(asked: AskedTask, language: Language): string {
  const { cpuUnits, memoryMiB, tcpPorts, udpPorts, gpus, interfaces } = demandOf(asked);
  const { queries, isDistinct } = questionOf(asked);
  const ports = [...tcpPorts.map((port) => `${port}/tcp`), ...udpPorts.map((port) => `${port}/udp`)];
  const parts = [
    ...(cpuUnits > 0 ? [say(demandTexts.cpu, language, { units: cpuUnits })] : []),
    ...(memoryMiB > 0 ? [say(demandTexts.memory, language, { size: memoryMiB })] : []),
    ...(ports.length > 0 ? [say(demandTexts.ports, language, { ports: listed(ports, language) })] : []),
    ...(gpus === 'all' ? [say(demandTexts.allGpus, language)] : []),
    ...(typeof gpus === 'number' && gpus > 0 ? [say(demandTexts.gpus, language, { count: gpus })] : []),
    ...(interfaces > 0 ? [say(demandTexts.interfaces, language)] : []),
    ...(queries.length > 0 ? [say(demandTexts.constraints, language, { count: queries.length })] : []),
    ...(isDistinct ? [say(demandTexts.distinct, language)] : []),
  ];
  return parts.length === 0 ? say(demandTexts.nothing, language) : parts.join(joints.comma[language]);
}
