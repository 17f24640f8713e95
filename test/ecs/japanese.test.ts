import { describe, expect, test } from 'vitest';
import type { Text } from '../../lib/core/language.ts';
import { adviceCauses } from '../../lib/ecs/advice/causes.ts';
import { drainCauses } from '../../lib/ecs/drain-causes.ts';
import { foreignCauses } from '../../lib/ecs/foreign-causes.ts';
import { jobSettingCauses } from '../../lib/ecs/job-causes.ts';
import { loopCauses } from '../../lib/ecs/loop-causes.ts';
import { awsCauses } from '../../lib/ecs/aws-causes.ts';
import { otherCauses } from '../../lib/ecs/other-causes.ts';
import { roomCauses } from '../../lib/ecs/room-causes.ts';
import { runCauses } from '../../lib/ecs/run-causes.ts';
import { scaleCauses } from '../../lib/ecs/scale-causes.ts';
import { serviceCauses } from '../../lib/ecs/service-causes.ts';
import { alarmCauses, silentCauses } from '../../lib/ecs/silent-causes.ts';
import { causes } from '../../lib/ecs/stops/catalogue.ts';
import { exitCodes } from '../../lib/ecs/stops/exit-code-rows.ts';
import { placementReasons } from '../../lib/ecs/stops/placement-reasons.ts';
import { watchCauses } from '../../lib/ecs/watch-causes.ts';

type Row = { readonly id: string; readonly title: Text; readonly said: readonly Text[] };

const services = [
  serviceCauses,
  silentCauses,
  alarmCauses,
  otherCauses,
  awsCauses,
  roomCauses,
  drainCauses,
  loopCauses,
  scaleCauses,
  jobSettingCauses,
  runCauses,
  watchCauses,
  foreignCauses,
  adviceCauses,
].flat();

const rows: readonly Row[] = [
  ...services.map(({ id, title, likely, remedy }) => ({ id, title, said: [likely, remedy] })),
  ...causes.map(({ id, title, likely, remedy }) => ({ id, title, said: [likely, ...Object.values(remedy)] })),
  ...exitCodes.map(({ code, title, meaning, remedy }) => ({ id: `exit ${code}`, title, said: [meaning, remedy] })),
  ...placementReasons.map(({ id, title, remedy }) => ({ id: `placement ${id}`, title, said: [remedy] })),
];

const isPolite = /(?:です|ます|ません|ました|でした|ください)$/;

/** As plain sentences end, and no noun does. */
const isPlain = /[いるただずぬ]$/;

/** The sentences of a text, each without what stands in brackets behind it. */
function sentencesOf({ ja }: Text): readonly string[] {
  return ja
    .split('。')
    .map((sentence) => sentence.replace(/[((][^()()]*[))]$/u, '').trim())
    .filter((sentence) => sentence !== '');
}

describe('Japanese', () => {
  test.each(rows)('title of $id: no polite sentence', ({ title }) => {
    expect(sentencesOf(title).filter((sentence) => isPolite.test(sentence))).toEqual([]);
  });

  test.each(rows)('cause and remedy of $id: no plain sentence', ({ said }) => {
    expect(said.flatMap(sentencesOf).filter((sentence) => isPlain.test(sentence) && !isPolite.test(sentence))).toEqual(
      [],
    );
  });

  test('a term of AWS is written as AWS writes it', () => {
    const other =
      /キャパシティプロバイダー|単独タスク|マネージドドレイン|サービスリンクロール|クラスタ(?!ー)|タスク定義ファイル/;
    expect(rows.filter(({ title, said }) => [title, ...said].some(({ ja }) => other.test(ja)))).toEqual([]);
  });
});
