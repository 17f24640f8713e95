import { expect, test } from 'vitest';
import { adviceSettings } from '../../lib/app/config/advice-settings.ts';
import { checkConfiguration } from '../../lib/app/config/check.ts';
import { faultsOf, good } from './samples.ts';

const head = 'receivers: { team: { slack: C0TEAM1 } }\n';

test('one or several may be written, and none is nothing off', () => {
  const off = 'advice:\n  off:\n    - { rule: image-latest, cluster: stg-* }\n    - { tag: [Stage=dev, Stage=test] }\n';
  expect(adviceSettings(good(head + off))).toEqual({
    off: [{ rule: ['image-latest'], cluster: ['stg-*'] }, { tag: ['Stage=dev', 'Stage=test'] }],
  });
  expect(adviceSettings(good(head))).toEqual({ off: [] });
});

test.each([
  ['nothing named', 'advice:\n  off:\n    - {}\n', 'this turns everything off, everywhere'],
  ['another key', 'advice:\n  off:\n    - { rules: image-latest }\n', 'rules'],
  ['a bare off', 'advice: off\n', 'off'],
])('%s is a fault', (_, text, says) => {
  expect(JSON.stringify(faultsOf(head + text))).toContain(says);
});

test('a rule that is not there is noticed', () => {
  const configuration = good(`${head}advice: { off: [{ rule: [image-latst, no-*] }] }\n`);
  const warnings = checkConfiguration(configuration, { rules: ['image-latest', 'no-circuit-breaker'] });
  expect(warnings).toMatchObject([{ problem: 'there is no rule image-latst', fix: 'did you mean "image-latest"?' }]);
});
