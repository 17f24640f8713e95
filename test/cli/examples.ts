import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crashing, settingOf } from './deploying.ts';
import { documentedAccount } from './documented.ts';
import type { Setting } from './run.ts';
import { cli } from './run.ts';
import { scaledAccount } from './scaled.ts';

const path = join(import.meta.dirname, '..', '..', 'docs', 'cli.md');

/** `$ npx watchkeeper …` in a block, and what stands below it. */
const pattern = /^```console\n\$ npx watchkeeper (.*)\n([^]*?)^```$/gm;

type Example = { readonly command: string; readonly output: string };

/** The examples of docs/cli.md. */
export function readExamples(): readonly Example[] {
  return [...readFileSync(path, 'utf8').matchAll(pattern)].map(([, command = '', output = '']) => ({
    command,
    output,
  }));
}

/** What a command prints in the account of the documentation. */
export async function printed(command: string): Promise<string> {
  const { out, err } = await cli(words(command), await settingFor(command));
  return `${out}${err}`;
}

async function settingFor(command: string): Promise<Setting> {
  if (command.startsWith('wait ')) return settingOf(crashing());
  return /^(?:why|plan)\b/.test(command) ? scaledAccount() : documentedAccount();
}

/** As a shell splits it: what stands in quotes is one word. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

/** After a text has changed: `node test/cli/examples.ts` writes what is printed now into the page. */
async function writeExamples(): Promise<void> {
  const outputs = new Map<string, string>();
  for (const { command } of readExamples()) outputs.set(command, await printed(command));
  const page = readFileSync(path, 'utf8').replace(
    pattern,
    (_, command: string) => `\`\`\`console\n$ npx watchkeeper ${command}\n${outputs.get(command) ?? ''}\`\`\``,
  );
  writeFileSync(path, page);
}

if (import.meta.main) await writeExamples();
