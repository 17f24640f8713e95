import type { Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { PlacementAnswer } from './answer.ts';
import type { AskedTask } from './asked.ts';
import type { ChoiceReason } from './choice.ts';
import { isUsual, strategiesOf } from './choice.ts';
import { shortNames, shortZone } from './instance-names.ts';
import type { PlacementInstance } from './instance.ts';
import type { NextCopy } from './next-copy.ts';
import { nextCopyOf, strategyName } from './next-copy.ts';
import { nextCopyTexts, strategyFactTexts, strategyTexts } from './next-copy-texts.ts';
import { listed } from './reason-text.ts';
import { joints } from './reason-texts.ts';
import { zoneOf } from './supply.ts';

/** Where the next copy goes and why, in one line. Undefined: there is no room for sure, or nothing to choose. */
export function nextCopyText(answer: PlacementAnswer, language: Language): string | undefined {
  const next = nextCopyOf(answer);
  switch (next?.kind) {
    case undefined:
      return undefined;
    case 'providers':
      return say(nextCopyTexts.providers, language, { providers: listed(answer.asked.capacityProviders, language) });
    case 'uncounted':
      return say(nextCopyTexts.uncounted, language, { by: byText(answer.asked, language) });
    case 'instances':
      return instancesText(next, answer, language);
  }
}

type AmongInstances = Extract<NextCopy, { readonly kind: 'instances' }>;

function instancesText(next: AmongInstances, { asked, instances }: PlacementAnswer, language: Language): string {
  const { among, unclear } = next;
  const names = shortNames(instances);
  const places = among.map((each) => placeText(each, names.get(each.arn) ?? each.arn, language));
  const text = say(nextCopyTexts[textOf(next)], language, {
    count: among.length,
    place: places[0],
    places: listed(places, language),
    by: byText(asked, language),
    facts: factsText(next, language),
  });
  return unclear === 0 ? text : say(nextCopyTexts.unclear, language, { next: text, unclear });
}

function textOf({ among, because, fitting }: AmongInstances): keyof typeof nextCopyTexts {
  if (fitting === 1) return 'only';
  if (because.length === 0) return 'noStrategy';
  if (because.every(({ strategy }) => strategy.type === 'random')) return 'random';
  return among.length === 1 ? 'best' : 'drawn';
}

function placeText(instance: PlacementInstance, name: string, language: Language): string {
  const zone = zoneOf(instance);
  return zone === undefined ? name : say(strategyTexts.place, language, { instance: name, zone: shortZone(zone) });
}

function byText(asked: AskedTask, language: Language): string {
  const [first = '', ...others] = strategiesOf(asked).map(strategyName);
  const by = others.reduce((one, other) => say(strategyTexts.followed, language, { one, other }), first);
  return isUsual(asked) ? say(strategyTexts.usual, language, { by }) : by;
}

function factsText({ because }: AmongInstances, language: Language): string {
  const facts = because.flatMap((each) => factText(each, language)).join(joints.comma[language]);
  return facts === '' ? '' : say(strategyTexts.facts, language, { facts });
}

function factText({ strategy, value, amount }: ChoiceReason, language: Language): readonly string[] {
  if (strategy.type === 'random' || amount === undefined) return [];
  if (strategy.type === 'binpack') return [say(strategyFactTexts[strategy.field], language, { amount })];
  if (!strategy.field.startsWith('attribute:')) return [say(strategyFactTexts.onIt, language, { amount })];
  if (value === undefined) return [say(strategyFactTexts.withoutPlace, language, { amount })];
  return [say(strategyFactTexts.inPlace, language, { amount, value })];
}
