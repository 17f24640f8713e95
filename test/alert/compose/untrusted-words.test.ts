import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutWords, longestWords, readableWords } from '../../../lib/alert/compose/untrusted-words.ts';
import { redactedMark } from '../../../lib/core/redaction.ts';

const registry = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com';

describe('the words of AWS', () => {
  test.each([
    [
      'a URL keeps its host',
      `Head "https://${registry}/v2/app/manifests/v1": EOF`,
      `https://${registry}/v2/app/manifests`,
    ],
    ['the name of an image loses it', `failed to resolve ref ${registry}/app:v1: not found`, 'resolve ref app:v1: not'],
    ['an ARN is what it names', 'role arn:aws:iam::123456789012:role/app is gone', 'role role/app is gone'],
    [
      'a URL keeps a short question',
      'GET https://ghcr.io/token?scope=repository%3Aacme%2Fweb%3Apull: 403',
      'https://ghcr.io/token?scope=repository%3Aacme%2Fweb%3Apull: 403',
    ],
    [
      'a URL loses its signature',
      `Get "https://bucket.s3.amazonaws.com/7a11?X-Amz-Algorithm=${'a'.repeat(120)}": i/o timeout`,
      'Get "https://bucket.s3.amazonaws.com/7a11?…": i/o timeout',
    ],
  ])('%s', (_, text, shown) => {
    expect(readableWords(text)).toContain(shown);
  });

  const refused =
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/orders-exec/47bf46193b47fab55790799c450abacd is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows it';

  test.each([120, 160, 200, longestWords])('the refused action stays in %i characters', (limit) => {
    const shown = readableWords(refused, limit);
    expect(shown).toContain('not authorized to perform: ecr:GetAuthorizationToken');
    expect(shown).toContain('ResourceInitializationError');
    expect(shown.length).toBeLessThanOrEqual(limit);
  });

  test('an action that would leave no room for anything else goes', () => {
    expect(readableWords(refused, 60)).toMatch(/^ResourceInitializationError.*…$/);
  });

  test('no length cuts the mark of a secret in two', () => {
    const text = fc.array(fc.constantFrom('a', ' ', '[', '日', 'password=', redactedMark, '🎉'), { maxLength: 40 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 200 }), (parts, limit) => {
        for (const shown of [cutWords(parts.join(''), limit), readableWords(parts.join(''), limit)]) {
          expect(shown.replaceAll(redactedMark, '')).not.toMatch(/\[r/);
          expect(shown.length).toBeLessThanOrEqual(limit);
        }
      }),
      { numRuns: 500 },
    );
  });
});
