import { describe, expect, test } from 'vitest';
import { compose } from '../../../lib/alert/compose/compose.ts';
import { plainOf } from '../../../lib/alert/compose/phrase.ts';
import { sharedBy } from '../../../lib/alert/compose/shared.ts';
import type { Member } from '../../../lib/alert/state.ts';
import type { Cause, DeploymentChapter } from '../../../lib/core/alert.ts';
import type { Language } from '../../../lib/core/language.ts';
import { causes } from '../../../lib/ecs/stops/catalogue.ts';
import { wordingOf } from '../../../lib/ecs/stops/wording.ts';
import { cause, chapter, situation, start } from './situations.ts';

type Told = {
  readonly summary: string;
  readonly title: string;
  readonly impact: string;
  readonly steps: readonly string[];
};

function told(given: Parameters<typeof situation>[1], language: Language = 'en'): Told {
  const { message } = compose({ ...situation('x', given).input, language });
  return {
    summary: message.summary,
    title: plainOf(message.title),
    impact: plainOf(message.impact),
    steps: (message.do ?? []).map(plainOf),
  };
}

const during = (state: DeploymentChapter['state'], found: readonly Cause[]): Parameters<typeof situation>[1] => ({
  causes: found,
  alert: { deployment: chapter(state, 141, 142) },
});

describe('a title says a thing once', () => {
  test.each<[DeploymentChapter['state'], string, string, string]>([
    ['failed', 'deployment_failed', 'deployment failed', 'デプロイ失敗'],
    ['in-progress', 'codedeploy_failed', 'CodeDeploy deployment d-1 failed', 'CodeDeploy のデプロイ d-1 が失敗'],
    ['failed', 'codedeploy_stopped', 'CodeDeploy deployment d-1 was stopped', 'CodeDeploy のデプロイ d-1 が停止'],
    ['rolling-back', 'deployment_rollback', 'deployment is being rolled back', 'デプロイをロールバック中'],
    ['rolling-back', 'deployment_failed', 'deployment failed, rolling back', 'デプロイ失敗。ロールバック中'],
  ])('%s, %s: %s', (state, id, en, ja) => {
    const given = during(state, [cause(id, { fills: { deployment: 'd-1' } })]);
    expect(told(given).title).toBe(`[prod] orders-api: ${en}`);
    expect(told(given, 'ja').title).toBe(`[prod] orders-api: ${ja}`);
    expect(told(given).summary.toLowerCase()).not.toMatch(/(deploy\w* fail\w*).*\1/);
  });

  test('nor where another deployment follows the failed one', () => {
    const deployment = { ...chapter('rolling-back', 141, 142), unproven: true as const };
    const title = (id: string): string => told({ causes: [cause(id)], alert: { deployment } }).title;
    expect(title('deployment_failed')).toBe('[prod] orders-api: deployment failed; another deployment is under way');
    expect(title('oom')).toMatch(/deployment failed, out of memory.*; another deployment is under way$/);
  });

  test('what failed in a deployment is named beside it', () => {
    const given = during('failed', [cause('oom', { container: 'app' })]);
    expect(told(given).title).toContain('deployment failed, out of memory');
  });

  test('many failing starts are called what they are', () => {
    expect(told({ causes: [cause('task_start_impaired')] }).title).toContain('tasks keep failing to start');
  });
});

describe('while the deployment is taken back', () => {
  const given = (id: string, more: Partial<Cause> = {}): Parameters<typeof situation>[1] => ({
    ...during('rolling-back', [cause(id, more)]),
    next: { code: 'rolling_back' },
  });

  test('the remedy is for afterwards', () => {
    expect(told(given('pull_no_image')).steps).toEqual([
      'Let the rollback finish. Do not deploy rev 142 again before it is corrected.',
      expect.stringMatching(/^Afterwards: Push the image/),
    ]);
    expect(told(given('pull_no_image'), 'ja').steps[1]).toMatch(/^その後: イメージを push/);
  });

  test('nobody is told twice, or to roll back', () => {
    expect(told(given('deployment_rollback')).steps).toHaveLength(1);
    for (const exitCode of [1, 2, 137, 139, 143, 255]) {
      const { steps } = told(given('essential_exit', { container: 'app', exitCode }));
      expect(steps.slice(1).join(' ')).not.toMatch(/roll/i);
    }
  });

  test('a deployment whose failure is known before its roll-back is not to be rolled back by hand, either', () => {
    const { steps } = told({ ...during('failed', [cause('oom')]), next: { code: 'rolling_back' } });
    expect(steps.join(' ')).not.toContain('Roll back');
  });
});

test.each([
  ['pull_no_image', 'image v9 not in ECR'],
  ['pull_other', 'image v9 not in ECR'],
  ['pull_network', 'image registry unreachable'],
])('what ECR knows of an image is said where the words of AWS do not speak against it: %s', (id, title) => {
  const image = { state: 'missing', repository: 'orders-api', reference: 'v9', newest: [], askedAt: start } as const;
  expect(told({ causes: [cause(id)], enrichment: { image } }).title).toContain(title);
});

test('without a deployment nobody is told to roll back', () => {
  for (const exitCode of [undefined, 0, 1, 126, 127, 137, 139, 143, 255]) {
    const found = cause('essential_exit', { container: 'app', ...(exitCode !== undefined && { exitCode }) });
    expect(told({ causes: [found] }).steps.join(' ')).not.toMatch(/roll/i);
  }
});

test('the end counts stopped tasks once, whatever else was heard of them', () => {
  const found = [cause('pull_no_image', { count: 5 }), cause('deployment_failed'), cause('placement_failure')];
  const end = { causes: found, alert: { status: 'resolved' as const, endedAt: start } };
  expect(told(end).impact).toContain('5 tasks failed');
  expect(told(end, 'ja').impact).toContain('5 タスクが失敗');
});

test('a long remedy loses the same sentences in every language', () => {
  const ends: Readonly<Record<Language, RegExp>> = { en: /(?<=\.) (?=[A-Z])/, ja: /(?<=。)/ };
  const lost = (id: string, language: Language): number => {
    const { remedy } = wordingOf({ cause: id, standalone: false, launchType: 'FARGATE' });
    const whole = remedy[language].split(ends[language]);
    const [shown = ''] = told({ causes: [cause(id)] }, language).steps;
    return whole.length - shown.split(ends[language]).length;
  };
  const ids = causes.map(({ id }) => id).filter((id) => id !== 'essential_exit');
  expect(ids.filter((id) => lost(id, 'en') > 0).length).toBeGreaterThan(3);
  for (const id of ids) expect([id, lost(id, 'ja')]).toEqual([id, lost(id, 'en')]);
});

describe('what a storm has in common', () => {
  const member = (at: number, image: string): Member => ({
    key: `k${at}`,
    startedAt: start,
    at: start,
    alert: {
      subject: { account: '123456789012', region: 'ap-northeast-1', cluster: 'web', kind: 'service', name: `s${at}` },
      severity: 'error',
      impact: { level: 'degraded' },
      status: 'firing',
      pointers: { availabilityZone: 'ap-northeast-1a', image },
      causes: [cause('pull_network')],
    },
  });
  const twelve = (image: (at: number) => string): Member[] =>
    Array.from({ length: 12 }, (_, at) => member(at, image(at)));

  test('is the image before the zone: that all are in one zone may be chance', () => {
    expect(sharedBy(twelve(() => 'ghcr.io/acme/base:3')).map(({ kind }) => kind)).toEqual([
      'image',
      'zone',
      'cause',
      'cluster',
    ]);
  });

  test('is the zone where every image is another', () => {
    expect(sharedBy(twelve((at) => `ghcr.io/acme/s${at}:3`))[0]?.kind).toBe('zone');
  });
});
