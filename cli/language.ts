import { readConfiguration } from '../lib/app/config/load.ts';
import type { Language } from '../lib/core/language.ts';
import { configurationHere } from './configuration-in-force.ts';
import type { Io } from './io.ts';

/** The language of the configuration in this directory; English without one. */
export async function languageHere(io: Pick<Io, 'cwd'>): Promise<Language> {
  const text = await configurationHere(io);
  const read = text === undefined ? undefined : readConfiguration(text);
  return read !== undefined && 'configuration' in read ? (read.configuration.language ?? 'en') : 'en';
}
