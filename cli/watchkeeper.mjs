#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The sources are TypeScript that Node runs as it is, from this version on.
const needed = 24;

const here = dirname(fileURLToPath(import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= needed) {
  const { runProcess } = await import('./main.ts');
  await runProcess();
} else {
  const node = join(here, '..', 'node_modules', '.bin', 'node');
  if (existsSync(node)) runWith(node);
  else {
    process.stderr.write(
      `watchkeeper: needs Node ${needed}, this is ${process.versions.node} — run \`npm ci\` in ${dirname(here)}, which brings it along\n`,
    );
    process.exitCode = 2;
  }
}

function runWith(node) {
  const child = spawn(node, [join(here, 'main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}
