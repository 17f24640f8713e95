import type { Text } from '../../core/language.ts';
import type { ServiceCause } from '../service-cause.ts';
import { adviceCauseId } from './cause-id.ts';
import { adviceTexts } from './texts.ts';

const foretold = ({ en, ja }: Text): Text => ({
  en: `deployment will not get through: ${en}`,
  ja: `デプロイは完了しない見込み: ${ja}`,
});

/** Each rule as a cause. Only those that make a deployment fail are ever told so. */
export const adviceCauses: readonly ServiceCause[] = adviceTexts.map(({ id, title, why, fix, source }) => ({
  id: adviceCauseId(id),
  severity: 'warning',
  certainty: 'certain',
  title: foretold(title),
  likely: why,
  remedy: fix,
  source,
}));

const causesById = new Map(adviceCauses.map((cause) => [cause.id, cause]));

export function findAdviceCause(id: string): ServiceCause | undefined {
  return causesById.get(id);
}
