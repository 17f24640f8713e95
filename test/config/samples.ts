import { readFileSync } from 'node:fs';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { Configuration } from '../../lib/app/config/schema.ts';
import type { ConfigurationFault } from '../../lib/app/config/fault.ts';

export function sample(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

export function good(text: string): Configuration {
  const result = readConfiguration(text);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result.configuration;
}

export function faultsOf(text: string): readonly ConfigurationFault[] {
  const result = readConfiguration(text);
  return 'faults' in result ? result.faults : [];
}
