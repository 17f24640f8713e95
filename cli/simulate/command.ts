import type { Command } from 'commander';
import { isoTime } from '../../lib/core/time.ts';
import type { Outcome } from '../../sim/scenario/outcome.ts';
import type { BatchPlan } from '../../sim/scenario/batch/plan.ts';
import type { HostPlan } from '../../sim/scenario/plan.ts';
import type { Scenario } from '../../sim/scenario/scenario.ts';
import { CommandFailure, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import { catalogue, faultsOf } from './faults.ts';

type Options = {
  readonly seed: string;
  readonly days: string;
  readonly faults: string;
  readonly catalogue?: boolean;
  readonly json?: boolean;
};

export function register(program: Command, io: Io): void {
  program
    .command('simulate')
    .description(
      'Two hours, or days, of a made-up account in which things go wrong; then says whether all promises held.',
    )
    .option('--seed <number>', 'which scenario: the same number is the same scenario', '1')
    .option('--days <number>', 'so many days of it instead of two hours', '0')
    .option('--faults <list>', 'all, none, or names with commas between', 'all')
    .option('--catalogue', 'print every fault there is, and end')
    .option('--json', 'JSON Lines')
    .addHelpText(
      'after',
      '\nNeeds no AWS account. The last line is `ok seed=… events=… trace=…`, or `BROKEN <promise> seed=…` (exit code 1)\nafter the least scenario that still breaks it.',
    )
    .action(async (options: Options) => simulate(options, io));
}

async function simulate(options: Options, io: Io): Promise<void> {
  if (options.catalogue === true) return listFaults(options, io);
  const { runScenario } = await import('../../sim/scenario/run.ts');
  const { scenarioOf } = await import('../../sim/scenario/scenario.ts');
  const scenario = scenarioOf(wholeNumber(options, 'seed'), faultsOf(options.faults), wholeNumber(options, 'days'));
  const write = writerOf(options, io);
  describe(scenario, write);
  const outcome = await runScenario(scenario, { happened: (at, what) => write('happened', `${isoTime(at)}  ${what}`) });
  if (outcome.broken === undefined) {
    const { seed, events, trace, posts, deaths } = outcome;
    if (options.json === true)
      io.stdout.write(`${JSON.stringify({ type: 'ok', seed, events, trace, posts, deaths })}\n`);
    else io.stdout.write(`ok seed=${seed} events=${events} trace=${trace}\n`);
    return;
  }
  await explain(scenario, outcome, { options, io, write });
  throw new CommandFailure(1);
}

type Write = (type: string, line: string) => void;

async function explain(
  scenario: Scenario,
  outcome: Outcome,
  { options, io, write }: { readonly options: Options; readonly io: Io; readonly write: Write },
): Promise<void> {
  const { shrunk } = await import('../../sim/scenario/shrink.ts');
  const least = await shrunk(scenario, outcome);
  write('least', 'the least that still breaks it:');
  describe(least.scenario, write);
  for (const line of least.outcome.last) write('trace', line);
  const { broken } = least.outcome;
  const { seed } = outcome;
  const invariant = outcome.broken?.invariant ?? '';
  if (broken !== undefined) write('broken', `${isoTime(broken.at)}  ${broken.what}`);
  if (options.json === true)
    io.stdout.write(`${JSON.stringify({ type: 'broken', invariant, seed, what: outcome.broken?.what })}\n`);
  else io.stdout.write(`BROKEN ${invariant} seed=${seed}\n`);
}

function describe({ plan, troubles, hindrances }: Scenario, write: Write): void {
  for (const host of plan.hosts) write('hosts', hostsLine(host));
  for (const { cluster, name, runsOn, kind, desired, circuitBreaker } of plan.services)
    write('service', `${cluster}/${name}: ${desired} × ${kind} on ${runsOn}, circuit breaker: ${circuitBreaker}`);
  for (const { family, everyMinutes } of plan.jobs) write('job', `${family}: every ${everyMinutes} minutes`);
  for (const line of plan.batch === undefined ? [] : batchLines(plan.batch)) write('job', line);
  for (const { name, atMs, healedAfterMs } of troubles)
    write('trouble', `${name} at ${minutes(atMs)}, mended ${minutes(healedAfterMs)} later`);
  for (const { name, fromMs, untilMs } of hindrances)
    write('way', `${name} from ${minutes(fromMs)} to ${minutes(untilMs)}`);
}

function batchLines({ jobs, acts, ways }: BatchPlan): readonly string[] {
  return [
    ...jobs.map(({ name, after, minutes: due, policy, key }) =>
      [
        `${name}:`,
        after === undefined ? `due at ${due.map((at) => `${at} min`).join(', ')}` : `after ${after}`,
        `${policy} by ${key}`,
      ].join(' '),
    ),
    ...acts.map(
      ({ name, atMs, healedAfterMs }) => `${name} at ${minutes(atMs)}, mended ${minutes(healedAfterMs)} later`,
    ),
    ...ways.map((way) => `${way} until all is mended`),
  ];
}

function hostsLine({ cluster, count, instanceType, group }: HostPlan): string {
  const settings = Object.entries(group?.provider ?? {}).flatMap(([name, on]) =>
    on ? [settingNames[name] ?? name] : [],
  );
  const hook = group?.hook === undefined ? [] : ['a lifecycle hook'];
  const from = group === undefined ? 'registered once' : `of the group ${group.name}${group.spot ? ', Spot' : ''}`;
  return [`${cluster}: ${count} × ${instanceType}, ${from}`, ...settings, ...hook].join(', ');
}

const settingNames: Readonly<Record<string, string>> = {
  managedScaling: 'managed scaling',
  managedDraining: 'managed draining',
  managedTerminationProtection: 'managed termination protection',
};

const minutes = (ms: number): string => `${Math.round(ms / 60_000)} min`;

function writerOf({ json }: Options, io: Io): Write {
  return (type, line) => void io.stdout.write(json === true ? `${JSON.stringify({ type, line })}\n` : `${line}\n`);
}

function listFaults({ json }: Options, io: Io): void {
  const all = catalogue();
  const width = Math.max(...all.map(({ name }) => name.length)) + 2;
  for (const each of all) {
    if (json === true) io.stdout.write(`${JSON.stringify({ type: 'fault', ...each })}\n`);
    else io.stdout.write(`${each.name.padEnd(width)}${each.what}\n`);
  }
}

function wholeNumber(options: Options, name: 'seed' | 'days'): number {
  const value = Number(options[name]);
  if (!Number.isInteger(value) || value < 0)
    throw usageError(`--${name} ${options[name]} is no whole number`, `give one, such as --${name} 7`);
  return value;
}
