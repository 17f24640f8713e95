import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mark } from '../../console/page/slack/mrkdwn.ts';
import { parseMrkdwn } from '../../console/page/slack/mrkdwn.ts';

const text = (said: string): Mark => ({ type: 'text', text: said });
const bold = (...children: readonly Mark[]): Mark => ({ type: 'bold', children });
const code = (said: string): Mark => ({ type: 'code', text: said });

const cases: readonly (readonly [name: string, source: string, marks: readonly Mark[]])[] = [
  ['plain text', 'all well', [text('all well')]],
  ['entities are read once', 'a &lt;b&gt; &amp;amp; c', [text('a <b> &amp; c')]],
  ['a label and its line', '*Impact*  none', [bold(text('Impact')), text('  none')]],
  ['code within bold', '*a `b*c` d*', [bold(text('a '), code('b*c'), text(' d'))]],
  ['a link within bold', '*<https://a.example/x|x>*', [bold({ type: 'link', href: 'https://a.example/x', text: 'x' })]],
  ['an asterisk within a word', 'a*b*c', [text('a*b*c')]],
  ['an asterisk before a space', 'a * b * c', [text('a * b * c')]],
  [
    'bold beside an invisible space',
    '原因\u200B*強い*\u200Bです',
    [text('原因\u200B'), bold(text('強い')), text('\u200Bです')],
  ],
  [
    'italics and struck text',
    '_a_ ~b~',
    [{ type: 'italic', children: [text('a')] }, text(' '), { type: 'strike', children: [text('b')] }],
  ],
  ['names with underscores', 'PAYMENT_HMAC_KEY', [text('PAYMENT_HMAC_KEY')]],
  ['a fence', 'x\n```\na *b*\n<c>\n```\ny', [text('x\n'), { type: 'fence', text: 'a *b*\n<c>' }, text('y')]],
  ['a fence with entities', '```a &lt; b```', [{ type: 'fence', text: 'a < b' }]],
  [
    'a link with an ampersand',
    '<https://a.example/?b&amp;c|d>',
    [{ type: 'link', href: 'https://a.example/?b&c', text: 'd' }],
  ],
  ['a script is no link', '<javascript:alert(1)|press>', [text('<javascript:alert(1)|press>')]],
  ['a group with a name', '<!subteam^S0A> now', [{ type: 'mention', text: '@oncall' }, text(' now')]],
  ['a group that brings its name', '<!subteam^S0B|@night>', [{ type: 'mention', text: '@night' }]],
  ['a person nobody knows', '<@U0X>', [{ type: 'mention', text: '@U0X' }]],
  ['an id that is a name of the language', '<@constructor>', [{ type: 'mention', text: '@constructor' }]],
  ['a channel', '<#C0A|alerts>', [{ type: 'mention', text: '#alerts' }]],
  ['everybody here', '<!here>', [{ type: 'mention', text: '@here' }]],
  ['a date', '<!date^1795197845^{time}|03:04>', [text('03:04')]],
  ['an emoji', 'a :fire:', [text('a '), { type: 'emoji', text: '🔥', name: 'fire' }]],
  ['an emoji nobody knows', ':constructor: 02:16:04', [text(':constructor: 02:16:04')]],
  ['a quotation', 'a\n&gt; b\n&gt; c\nd', [text('a\n'), { type: 'quote', children: [text('b\nc')] }, text('d')]],
];

describe('mrkdwn', () => {
  test.each(cases)('%s', (_, source, marks) => {
    expect(parseMrkdwn(source, { S0A: 'oncall' })).toEqual(marks);
  });

  test('whatever comes in, every link is one a visitor may follow', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('<', '>', '|', '*', '`', '```', '_', ':', 'javascript:x', 'https://a', '\n', '&gt;', ' '),
        ),
        (parts) => {
          const all = (marks: readonly Mark[]): readonly Mark[] =>
            marks.flatMap((mark) => ('children' in mark ? [mark, ...all(mark.children)] : [mark]));
          for (const mark of all(parseMrkdwn(parts.join(''))))
            if (mark.type === 'link') expect(mark.href).toMatch(/^https:/);
        },
      ),
    );
  });
});
