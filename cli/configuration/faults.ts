import { checkConfiguration } from '../../lib/app/config/check.ts';
import type { ConfigurationFault } from '../../lib/app/config/fault.ts';
import { faultLine } from '../../lib/app/config/fault.ts';
import type { ReadConfiguration } from '../../lib/app/config/load.ts';
import type { Instant } from '../../lib/core/time.ts';
import { adviceCauses } from '../../lib/ecs/advice/causes.ts';
import { adviceRules } from '../../lib/ecs/advice/rules.ts';
import { serviceCauseIds } from '../../lib/ecs/service-event.ts';
import { causes } from '../../lib/ecs/stops/catalogue.ts';
import type { Io } from '../io.ts';
import { painter, print } from '../terminal.ts';

/** What is allowed and likely not meant, by its lines. */
export function warningsOf({ configuration, notices, locate }: ReadConfiguration, now: Instant): ConfigurationFault[] {
  const known = {
    now,
    causes: [...causes.map(({ id }) => id), ...serviceCauseIds, ...adviceCauses.map(({ id }) => id)],
    rules: adviceRules.map(({ id }) => id),
  };
  const found = checkConfiguration(configuration, known).map(locate);
  return [...notices, ...found].toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** All faults of a file, one a line, and how many there are. */
export function tellFaults(file: string, faults: readonly ConfigurationFault[], io: Io): void {
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  const verdict = painter(io)('red', `${file}: ${count}, cannot be used`);
  print(io, [...faults.map((each) => faultLine(file, each)), '', verdict]);
}

export function warningLines(file: string, warnings: readonly ConfigurationFault[], io: Io): string[] {
  return warnings.map((each) => `${painter(io)('yellow', 'warning')}  ${faultLine(file, each)}`);
}

export function tellWarnings(file: string, read: ReadConfiguration, io: Io): void {
  print(io, warningLines(file, warningsOf(read, io.now()), io));
}

/** The same for programs. */
export function faultJson(file: string, faults: readonly ConfigurationFault[]) {
  const result = { type: 'result', file, usable: false, faults: faults.length, warnings: 0 };
  return [...faults.map((each) => ({ type: 'fault', file, ...each })), result];
}
