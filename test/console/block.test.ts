import { describe, expect, test } from 'vitest';
import { attachmentsOf, blocksOf, colourOf } from '../../console/page/slack/block.ts';

describe('blocks of what was posted', () => {
  test('the four kinds that are drawn', () => {
    const mrkdwn = (text: string): unknown => ({ type: 'mrkdwn', text });
    const posted = [
      { type: 'header', text: { type: 'plain_text', text: 'Digest' } },
      { type: 'divider' },
      { type: 'section', text: mrkdwn('*a*'), fields: [mrkdwn('b')] },
      { type: 'context', elements: [mrkdwn('c'), { type: 'image', image_url: 'https://a.example/x', alt_text: 'd' }] },
    ];
    expect(blocksOf(posted)).toEqual([
      { type: 'header', text: 'Digest' },
      { type: 'divider' },
      { type: 'section', texts: [{ plain: false, text: '*a*' }], fields: [{ plain: false, text: 'b' }] },
      {
        type: 'context',
        texts: [
          { plain: false, text: 'c' },
          { plain: true, text: 'd' },
        ],
      },
    ]);
  });

  test('the words of any other are kept', () => {
    const posted = [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'kept' }] }] },
    ];
    expect(blocksOf(posted)).toEqual([{ type: 'section', texts: [{ plain: true, text: 'kept' }], fields: [] }]);
  });

  test.each([undefined, null, 7, 'x', {}, [null, 3, 'x', {}], [{ type: 'section' }]])(
    'nothing is made of %j',
    (posted) => {
      const texts = blocksOf(posted).flatMap((block) => ('texts' in block ? block.texts : []));
      expect(texts).toEqual([]);
    },
  );

  test('an attachment without blocks shows its text', () => {
    expect(attachmentsOf([{ color: 'danger', fallback: 'as words' }])).toEqual([
      { colour: '#e01e5a', blocks: [{ type: 'section', texts: [{ plain: false, text: 'as words' }], fields: [] }] },
    ]);
  });

  test.each([
    ['#f2a100', '#f2a100'],
    ['F2A100', '#F2A100'],
    ['good', '#2eb67d'],
    ['constructor', undefined],
    ['red; background: url(https://a.example)', undefined],
    [7, undefined],
  ])('the colour %j is %j', (value, colour) => {
    expect(colourOf(value)).toBe(colour);
  });
});
