import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Line, Message, Reply } from '../../lib/core/message.ts';
import type { SlackBlock, SlackPayload } from '../../lib/channels/slack/blocks.ts';
import { sizeOf, slackPayload, slackPlain } from '../../lib/channels/slack/blocks.ts';
import { slackLimits } from '../../lib/channels/slack/limits.ts';
import { slackPlainReply, slackReply } from '../../lib/channels/slack/reply.ts';
import { mrkdwnFence, mrkdwnLine, mrkdwnTitle } from '../../lib/channels/slack/mrkdwn.ts';
import { refusalOfPayload } from '../../sim/chat/slack-limits.ts';
import { message } from './sample.ts';

const en = { language: 'en' } as const;

function ofBlock(block: SlackBlock): string[] {
  return block.type === 'section' ? [block.text.text] : block.elements.map((element) => element.text);
}

function textsOf(payload: SlackPayload): string[] {
  return [...payload.blocks, ...payload.attachments.flatMap((bar) => bar.blocks)].flatMap(ofBlock);
}

/** What a reader sees of mrkdwn: entities undone, invisible characters gone. */
function seen(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[\u200B\u2060\u00AD]/g, '');
}

describe('anatomy', () => {
  test('the lines stand in their order, beside the bar', () => {
    const payload = slackPayload(message, en);
    expect(payload.text).toBe(message.summary);
    expect(payload.attachments.map((bar) => bar.color)).toEqual(['#f2a100']);
    expect(textsOf(payload).map(seen)).toEqual([
      '*[prod] orders-api: deployment failing, image tag not found (2 of 2 new tasks)*',
      '*Impact*  none. 4/4 healthy on rev 141',
      '*Next*  ECS rolls back to 141 by itself after 1 more failure, about 03:06',
      '*Why*  container `app`: tag `v1.42.1` does not exist in `orders-api`',
      '*Changed*  141 → 142 (03:01): image `v1.42.0 → v1.42.1`, nothing else',
      '*Do*  in the morning: push the tag, or deploy again',
      '```\nCannotPullContainerError: … orders-api:v1.42.1: not found\n```',
      '<https://console.aws.amazon.com/ecs/v2?a=1&b=2|service> · acme-prod · INC-7F2',
    ]);
  });

  test('absent lines leave nothing behind; impact and next never do', () => {
    const { why: _why, changed: _changed, do: _do, log: _log, ...short } = message;
    const texts = textsOf(slackPayload({ ...short, impact: [], next: ['  '] }, en));
    expect(texts.slice(1, 3)).toEqual(['*Impact*  ?', '*Next*  ?']);
    expect(texts).toHaveLength(4);
  });

  test('sixty things to do are three, and a count', () => {
    const todo = Array.from({ length: 60 }, (_, index): Line => [`step ${index + 1}`]);
    const text = textsOf(slackPayload({ ...message, do: todo }, en)).find((one) => one.startsWith('*Do*'));
    expect(text).toBe('*Do*  step 1\nstep 2\nstep 3\n… (57 lines cut)');
  });

  test('a log of seven lines shows its newest five', () => {
    const log = ['1', '2', '3', '4', '5', '6', '7'];
    expect(textsOf(slackPayload({ ...message, log }, en))).toContain('```\n3\n4\n5\n6\n7\n```');
  });

  test('a 40 kB log line is cut, and says by how much', () => {
    const payload = slackPayload({ ...message, log: ['x'.repeat(40_000)] }, en);
    expect(textsOf(payload).find((text) => text.startsWith('```'))).toMatch(
      /^```\nx{300,}… \(39\d{3} chars cut\)\n```$/,
    );
    expect(refusalOfPayload('chat.postMessage', payload)).toBeUndefined();
  });

  test('the mention stands in front of the title and of the lock screen, only when asked for', () => {
    const called = slackPayload(message, { ...en, mention: 'S01ORDERS' });
    expect(called.text.startsWith('<!subteam^S01ORDERS> [prod]')).toBe(true);
    expect(textsOf(called)[0]).toMatch(/^<!subteam\^S01ORDERS> \*\[prod\]/);
    expect(JSON.stringify(slackPayload(message, en))).not.toMatch(/<[!@]/);
    expect(JSON.stringify(slackPayload(message, { ...en, mention: 'U01ALICE' }))).toContain('<@U01ALICE>');
    expect(JSON.stringify(slackPayload(message, { ...en, mention: 'channel' }))).not.toContain('<!');
  });

  test('a mention within a line rings only with the message that mentions', () => {
    const named: Message = { ...message, context: ['owner ', { mention: 'S01ORDERS' }] };
    expect(textsOf(slackPayload(named, en)).at(-1)).toBe('owner S01ORDERS');
    expect(textsOf(slackPayload(named, { ...en, mention: 'S01ORDERS' })).at(-1)).toBe('owner <!subteam^S01ORDERS>');
  });

  test('who has taken it is shown by name', () => {
    const taken: Message = { ...message, context: ['taken by ', { mention: 'U0ANA' }] };
    expect(textsOf(slackPayload(taken, en)).at(-1)).toBe('taken by <@U0ANA>');
  });

  test('Japanese lines have their formatting without spaces around it', () => {
    const title = mrkdwnTitle(['[本番] orders-api: デプロイ失敗中'], 200, { language: 'ja' });
    expect(title).toBe('*[本番] orders-api: デプロイ失敗中*');
    const line = mrkdwnLine(['タグ', { code: 'v1' }, 'が', { bold: '存在しません' }, '。'], 200, { language: 'ja' });
    expect(line).toBe('タグ\u200B`v1`\u200Bが\u200B*存在しません*\u200B。');
  });
});

describe('text that is not ours', () => {
  const dangers = [
    { name: 'a call to everybody', text: '<!channel> &amp; ```', sent: '&lt;!channel&gt; &amp;amp; ˋˋˋ' },
    { name: 'a user', text: '<@U123>', sent: '&lt;@U123&gt;' },
    { name: 'here', text: '@here', sent: '@here' },
    { name: 'bold', text: 'a *b* c', sent: 'a ∗b∗ c' },
    { name: 'italics', text: '_x_', sent: 'ˍxˍ' },
    { name: 'full-width marks', text: '＊x＊ ＿y＿ ｀z｀', sent: '﹡x﹡ ⸏y⸏ ˋzˋ' },
    { name: 'a strike', text: '~x~', sent: '∼x∼' },
    { name: 'names keep their underscores', text: 'my_service_name', sent: 'my_service_name' },
    { name: 'an emoji by name', text: ':fire: down', sent: ':\u2060fire: down' },
    { name: 'an emoji within an ARN', text: 'arn:aws:ecs', sent: 'arn:\u2060aws:ecs' },
    { name: 'times are no emoji', text: '02:16:04', sent: '02:16:04' },
    { name: 'a quotation', text: '> said', sent: '\u00AD&gt; said' },
    { name: 'a second line', text: 'x\n*Next*  all is well', sent: 'x ∗Next∗  all is well' },
    { name: 'a made-up link', text: '<https://evil.example|AWS>', sent: '&lt;https://evil.example|AWS&gt;' },
    { name: 'emoji alone', text: '🔥🔥', sent: '🔥🔥' },
  ];
  test.each(dangers)('$name', ({ text, sent }) => {
    expect(mrkdwnLine([text], 500, en)).toBe(sent);
  });

  test('a code span ends where ours ends', () => {
    expect(mrkdwnLine([{ code: 'a`*b*`\nc' }], 500, en)).toBe('`aˋ*b*ˋ c`');
  });

  test('a fence ends where ours ends', () => {
    expect(mrkdwnFence(['a ``` b', '````', '`c`', '<!here>'], 500, 'en')).toBe(
      '```\na ˋˋˋ b\nˋˋˋˋ\n`c`\n&lt;!here&gt;\n```',
    );
  });

  test('what was cut in two does not come together again', () => {
    expect(mrkdwnLine([':fi', 're:', ' *', 'b*'], 500, en)).toBe(':\u2060fire: ∗b∗');
  });

  const links = [
    {
      name: 'its address cannot end it',
      link: 'https://x.example/a|b>c',
      text: 't',
      sent: '<https://x.example/a%7Cb%3Ec|t>',
    },
    {
      name: 'its text cannot end it',
      link: 'https://x.example/',
      text: 'a|b>c',
      sent: '<https://x.example/|a¦b&gt;c>',
    },
    { name: 'no scripts', link: 'javascript:alert(1)', text: 'click', sent: 'click' },
    {
      name: 'without text it shows its address',
      link: 'https://x.example/',
      text: '',
      sent: '<https://x.example/|https://x.example/>',
    },
    {
      name: 'console fragments stay',
      link: 'https://x.example/#a/$252Fecs',
      text: 'log',
      sent: '<https://x.example/#a/$252Fecs|log>',
    },
  ];
  test.each(links)('a link: $name', ({ link, text, sent }) => {
    expect(mrkdwnLine([{ link, text }], 500, en)).toBe(sent);
  });

  test('a very long title keeps its beginning, its boldness and its limit', () => {
    const title = mrkdwnTitle([`[prod] ${'very long '.repeat(100)}`], 300, en);
    expect(title).toMatch(/^\*\[prod\] very long .*… \(\d+ chars cut\)\*$/);
    expect(title.length).toBeLessThanOrEqual(300);
  });

  test('is within its limit even where a quotation had to be undone', () => {
    expect(mrkdwnTitle(['>'.repeat(300)], 100, en).length).toBeLessThanOrEqual(100);
    expect(mrkdwnLine(['>'.repeat(25)], 100, en).length).toBeLessThanOrEqual(100);
  });

  test('cutting leaves entities, pairs, code and links whole', () => {
    expect(mrkdwnLine(['&'.repeat(50)], 60, en)).toMatch(/^(&amp;){6}… \(44 chars cut\)$/);
    expect(mrkdwnLine([{ code: 'x'.repeat(50) }], 40, en)).toMatch(/^`x+`… \(\d+ chars cut\)$/);
    expect(mrkdwnLine([{ link: 'https://x.example/', text: 'y'.repeat(60) }], 50, en)).toMatch(
      /^y+… \(\d+ chars cut\)$/,
    );
  });
});

describe('whatever the text', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 4000 }),
    fc.constantFrom(
      '<!channel>',
      '<@U1>',
      '<#C1>',
      '```',
      '`',
      '*',
      '_',
      '&lt;',
      '|',
      '>',
      ':fire:',
      '"'.repeat(3000),
      '\n',
    ),
    fc
      .array(fc.constantFrom('`', '*', '<', '>', '!', '@', '#', '|', '&', 'a', ' ', '"', '\\'), { maxLength: 300 })
      .map((all) => all.join('')),
  );
  const span = fc.oneof(
    nasty,
    nasty.map((bold) => ({ bold })),
    nasty.map((code) => ({ code })),
    fc
      .tuple(fc.oneof(nasty, fc.webUrl({ withFragments: true, withQueryParameters: true })), nasty)
      .map(([link, text]) => ({ link, text })),
    nasty.map((mention) => ({ mention })),
  );
  const line: fc.Arbitrary<Line> = fc.array(span, { maxLength: 6 });
  const messages: fc.Arbitrary<Message> = fc.record({
    incident: nasty,
    status: fc.constantFrom('firing', 'resolved', 'rolled-back', 'expired'),
    severity: fc.constantFrom('none', 'info', 'warning', 'error', 'critical'),
    summary: nasty,
    bar: fc.constantFrom('red', 'amber', 'grey', 'green'),
    title: line,
    impact: line,
    next: line,
    why: line,
    changed: line,
    do: fc.array(line, { maxLength: 5 }),
    log: fc.array(nasty, { maxLength: 8 }),
    context: line,
    labels: fc.record({ impact: nasty, next: nasty, why: nasty, changed: nasty, do: nasty }),
    code: nasty,
  });
  const replies: fc.Arbitrary<Reply> = fc.record({
    key: nasty,
    lines: fc.array(line, { maxLength: 5 }),
    fence: fc.array(nasty, { maxLength: 40 }),
  });
  const forms = [
    { name: 'a message', make: messages.map((one) => slackPayload(one, en)) },
    { name: 'a compact message', make: messages.map((one) => slackPayload(one, { ...en, compact: true })) },
    { name: 'a Japanese message', make: messages.map((one) => slackPayload(one, { language: 'ja' as const })) },
    { name: 'a message in plain text', make: messages.map((one) => slackPlain(one, en)) },
    { name: 'a reply', make: replies.map((one) => slackReply(one, en)) },
    { name: 'a reply in plain text', make: replies.map((one) => slackPlainReply(one, en)) },
  ];

  test('a plain span formats nothing', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const sent = mrkdwnLine([text], 3000, en);
        expect(sent).not.toMatch(/[`＊＿｀<>]/u);
        expect(sent).not.toMatch(/(?<![A-Za-z0-9*_~])[*_~]|[*_~](?![A-Za-z0-9*_~]|…)/);
        expect(sent).not.toMatch(/:[a-z_+'-]+:/);
        expect(sent).not.toMatch(/^\s*&gt;/);
      }),
    );
  });

  test.each(forms)('$name calls nobody, balances its fences and stays within the limits', ({ make }) => {
    fc.assert(
      fc.property(make, (payload) => {
        const texts = [payload.text, ...textsOf(payload)];
        for (const text of texts) {
          expect(text).not.toMatch(/<[!@#]/);
          expect(text.split('```').length % 2).toBe(1);
          expect(text.isWellFormed()).toBe(true);
          expect(text.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(slackLimits.sectionText + (text === payload.text ? 1000 : 0));
          expect(text.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
        }
        expect(sizeOf(payload)).toBeLessThan(slackLimits.message);
        expect(refusalOfPayload('chat.update', payload)).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });
});
