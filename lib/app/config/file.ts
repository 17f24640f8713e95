import { ConfigurationError } from './fault.ts';
import type { Configuration } from './schema.ts';

/**
 * The configuration in a file, read once: `.json` is what the build wrote of a checked file and is taken as it is; any
 * other is read as `watchkeeper.yml` is. Throws ConfigurationError with all faults.
 */
export async function fileConfiguration(
  path: string,
  readText: (path: string) => Promise<string>,
): Promise<Configuration> {
  const text = await readText(path);
  if (path.endsWith('.json')) return JSON.parse(text) as Configuration;
  const { readConfiguration } = await import('./load.ts');
  const result = readConfiguration(text);
  if ('faults' in result) throw new ConfigurationError(path, result.faults);
  return result.configuration;
}
