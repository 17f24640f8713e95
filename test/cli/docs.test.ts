import { describe, expect, test } from 'vitest';
import { printed, readExamples } from './examples.ts';

const examples = readExamples();

describe('docs/cli.md', () => {
  test('has an example of every command that reads or changes an account, real or made up', () => {
    const shown = new Set(examples.map(({ command }) => command.split(' ')[0]));
    expect(shown).toEqual(
      new Set([
        'check',
        'config',
        'look',
        'init',
        'hold',
        'release',
        'wait',
        'status',
        'incidents',
        'ack',
        'mute',
        'unmute',
        'drain',
        'hooks',
        'next',
        'why',
        'plan',
        'explain',
        'advise',
        'snapshot',
        'simulate',
      ]),
    );
  });

  // When a text was changed on purpose: `node test/cli/examples.ts`.
  test.each(examples)('$command prints what the page says', async ({ command, output }) => {
    expect(await printed(command)).toBe(output);
  });
});
