import { actingFindings } from './acting.ts';
import { readYaml } from './document.ts';
import type { YamlFile } from './document.ts';
import type { ConfigurationFault, Finding, Path } from './fault.ts';
import { jobFindings } from './job-references.ts';
import { scaleFindings } from './scale-references.ts';
import { referenceFindings } from './references.ts';
import { configurationSchema } from './schema.ts';
import type { Configuration } from './schema.ts';
import { secretIn } from './secret.ts';
import { shapeFindings } from './shape.ts';
import { show } from './words.ts';
import { isObject } from '../../core/json.ts';

/** `notices`: nothing is wrong, but another tool may read it otherwise. `locate` finds the place of a finding. */
export type ReadConfiguration = {
  readonly configuration: Configuration;
  readonly notices: readonly ConfigurationFault[];
  readonly locate: (finding: Finding) => ConfigurationFault;
};

/** Reads `watchkeeper.yml`: the configuration, or all of its faults at once, in the order of their lines. */
export function readConfiguration(
  text: string,
): ReadConfiguration | { readonly faults: readonly ConfigurationFault[] } {
  const file = readYaml(text);
  if (!file.readable) return { faults: inOrder(file.faults) };
  if (!isObject(file.root)) return { faults: inOrder([...file.faults, noMapping(file)]) };
  const shape = configurationSchema.safeParse(file.root);
  const findings = [
    ...(shape.success ? [] : shapeFindings(configurationSchema, file.root, shape.error.issues)),
    ...referenceFindings(file.root),
    ...jobFindings(file.root),
    ...scaleFindings(file.root),
    ...actingFindings(file.root),
    ...openSecrets(file.root, []),
  ];
  const faults = inOrder([...file.faults, ...onePerPath(findings).map(file.locate)]);
  if (!shape.success || faults.length > 0) return { faults };
  return { configuration: shape.data, notices: bareTimes(file), locate: file.locate };
}

function noMapping(file: YamlFile): ConfigurationFault {
  const found =
    file.root === null || file.root === undefined
      ? 'the file is empty'
      : `the file is ${show(file.root)}, not a mapping`;
  const fix = 'write at least one receiver: receivers: { alerts: { slack: C… } }';
  return file.locate({ path: [], problem: found, fix });
}

/** Deeper than any value is, and an end for an alias that stands inside of what it names. */
const maxDepth = 12;

/** Secrets where nobody looks for one. Those in their own places have their own fault. */
function openSecrets(value: unknown, path: Path): Finding[] {
  if (path.length > maxDepth) return [];
  if (typeof value === 'string') {
    const found = secretIn(value);
    const fix = 'take it out, keep it in an SSM parameter, and replace it, since it stood in a file';
    return found ? [{ path, problem: `${found} stands in the file itself`, fix }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item, at) => openSecrets(item, [...path, at]));
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => openSecrets(item, [...path, key])) : [];
}

function onePerPath(findings: readonly Finding[]): Finding[] {
  const places = findings.map(({ path }) => JSON.stringify(path));
  return findings.filter((_, at) => places.indexOf(places[at] ?? '') === at);
}

function inOrder(faults: readonly ConfigurationFault[]): ConfigurationFault[] {
  return faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** YAML 1.1 reads digits with colons as a number to the base of 60: https://yaml.org/type/int.html */
function bareTimes(file: YamlFile): ConfigurationFault[] {
  return file.bareTexts
    .filter(({ text }) => /^[1-9]\d?:[0-5]?\d$/.test(text))
    .map(({ path, text }) => {
      const [hours, minutes] = text.split(':').map(Number);
      const asNumber = (hours ?? 0) * 60 + (minutes ?? 0);
      const problem = `tools that read YAML 1.1 take ${text} without quotes for the number ${asNumber}`;
      return file.locate({ path, problem, fix: `write "${text}"` });
    });
}
