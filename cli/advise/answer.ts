import type { Language } from '../../lib/core/language.ts';
import { say } from '../../lib/core/language.ts';
import { present } from '../../lib/core/present.ts';
import type { Advice, Finding } from '../../lib/ecs/advice/advise.ts';
import type { AdviceFacts } from '../../lib/ecs/advice/facts.ts';
import { findAdviceText } from '../../lib/ecs/advice/texts.ts';
import { lineOf } from './json-place.ts';
import type { AdviseSubject } from './subjects.ts';

/** What was found of one subject. */
export type Advised = { readonly subject: AdviseSubject; readonly facts: AdviceFacts; readonly advice: Advice };

/** A finding in words. `file`, `line`: where it stands, if it was read from a file. */
type FindingWords = {
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly detail?: string;
  readonly source: string;
  readonly file?: string;
  readonly line?: number;
};

export function wordsOf(finding: Finding, { subject }: Advised, language: Language): FindingWords {
  const rule = findAdviceText(finding.rule);
  const words = (text: { readonly en: string; readonly ja: string } | undefined): string =>
    text === undefined ? '' : say(text, language, finding.fills);
  const { detail, at } = finding;
  const place = at && subject.places[at.in];
  return {
    title: words(rule?.title),
    why: words(rule?.why),
    fix: words(rule?.fix),
    source: rule?.source ?? '',
    ...present({ detail: detail?.[language] }),
    ...(place && { file: place.file, line: place.line + lineOf(place.text, [...place.path, ...at.path]) - 1 }),
  };
}

/** `web/orders-api`, where there is a service; and the revision. */
export function namesOf({ facts }: Advised): { readonly service?: string; readonly taskDefinition?: string } {
  const { cluster, service, definition } = facts;
  const revision = definition?.revision === undefined ? '' : `:${definition.revision}`;
  return present({
    service: service && (cluster === undefined ? service.name : `${cluster}/${service.name}`),
    taskDefinition: definition && `${definition.family}${revision}`,
  });
}

export function countsOf(all: readonly Advised[]) {
  const findings = all.flatMap(({ advice }) => advice.findings);
  const count = (wanted: Finding['severity']): number => findings.filter(({ severity }) => severity === wanted).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}
