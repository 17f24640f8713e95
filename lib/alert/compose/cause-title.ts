import type { Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import { findAdviceCause } from '../../ecs/advice/causes.ts';
import { findCause } from '../../ecs/stops/catalogue.ts';
import { findServiceCause } from '../../ecs/service-event.ts';
import { missingValues } from '../texts/situation.ts';
import { readableWords } from './untrusted-words.ts';

/** A cause by its title, with no one's values in it. */
export function causeTitleOf(id: string, language: Language): string {
  const title = (findServiceCause(id) ?? findAdviceCause(id) ?? findCause(id))?.title;
  if (title === undefined) return readableWords(id, 60);
  const values = Object.fromEntries(Object.entries(missingValues).map(([name, text]) => [name, text[language]]));
  const said = say({ en: emptied(title.en), ja: emptied(title.ja) }, language, { ...values, container: '…' });
  const named = said.replaceAll('container …', 'a container').replaceAll(/コンテナ …\s?/gu, 'コンテナ');
  return named.replace(/[\s:：、(「]*…[」)]?$/u, '');
}

/** Places nobody has a value for in general: names, counts. */
const emptied = (text: string): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => (name in missingValues || name === 'container' ? place : '…'));
