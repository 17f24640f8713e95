import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutText, firstOf } from '../../lib/channels/cut.ts';
import { plainLine, webAddress } from '../../lib/channels/plain.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';

describe('one honest line', () => {
  const cases = [
    { name: 'colours of a terminal go', text: '\u001B[31mERROR\u001B[0m disk', line: 'ERROR disk' },
    { name: 'a window title goes', text: '\u001B]0;owned\u0007ready', line: 'ready' },
    { name: 'a hyperlink escape keeps its text', text: '\u001B]8;;https://x.example\u001B\\here', line: 'here' },
    { name: 'line breaks become spaces', text: 'one\r\ntwo\u2028three', line: 'one two three' },
    { name: 'tabs keep their width', text: 'a\tb', line: 'a  b' },
    { name: 'direction overrides go', text: 'exe.\u202Egnp.tac', line: 'exe.gnp.tac' },
    { name: 'zero-width characters go', text: 'pay\u200Bment\uFEFF', line: 'payment' },
    { name: 'a torn surrogate becomes a replacement', text: 'x\uD83Dy', line: 'x\uFFFDy' },
    { name: 'a family of emoji stays one', text: '👨‍👩‍👧', line: '👨‍👩‍👧' },
    { name: 'Japanese stays', text: 'タスクが停止しました', line: 'タスクが停止しました' },
    { name: 'a null byte goes', text: 'a\0b', line: 'ab' },
  ];
  test.each(cases)('$name', ({ text, line }) => {
    expect(oneLine(text)).toBe(line);
  });
});

describe('cutting', () => {
  test('says how much is missing', () => {
    expect(cutText('a'.repeat(100), 40, 'en')).toBe(`${'a'.repeat(14)}… (86 chars cut)`);
    expect(cutText('a'.repeat(100), 40, 'ja')).toBe(`${'a'.repeat(14)}…(86 文字省略)`);
  });

  test('is never longer than asked, never tears a pair', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(text, fc.integer({ min: 30, max: 120 }), (whole, limit) => {
        const cut = cutText(whole, limit, 'en');
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });

  test('counts the lines left out', () => {
    expect(firstOf(['a', 'b', 'c'], 2, 'en')).toEqual({ kept: ['a', 'b'], note: '… (1 lines cut)' });
    expect(firstOf(['a'], 2, 'en')).toEqual({ kept: ['a'] });
  });
});

describe('plain lines', () => {
  test('hold the text of every span, and addresses only when asked', () => {
    const line = ['see ', { bold: 'this' }, ' ', { code: 'app' }, ' ', { link: 'https://x.example/', text: 'page' }];
    expect(plainLine(line)).toBe('see this app page');
    expect(plainLine(line, { links: true })).toBe('see this app page <https://x.example/>');
  });

  const addresses = [
    { name: 'http', link: 'http://x.example/a', address: 'http://x.example/a' },
    { name: 'spaces', link: 'https://x.example/a b', address: 'https://x.example/a%20b' },
    { name: 'a script', link: 'javascript:alert(1)', address: undefined },
    { name: 'data', link: 'data:text/html,x', address: undefined },
    { name: 'credentials', link: 'https://user:pass@x.example/', address: undefined },
    { name: 'words', link: 'not an address', address: undefined },
  ];
  test.each(addresses)('an address of $name', ({ link, address }) => {
    expect(webAddress(link)).toBe(address);
  });
});
