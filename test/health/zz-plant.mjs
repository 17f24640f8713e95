import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
const { plantedSilenceBugs } = await import('../soak/planted-silence-bugs.ts');
for (const bug of plantedSilenceBugs.slice(Number(process.argv[2]), Number(process.argv[2]) + 1)) {
  const copy = mkdtempSync(join(tmpdir(), 'pl-'));
  for (const part of ['lib', 'sim', 'infra', 'test/soak', 'test/health', 'serverless.yml', 'package.json', 'tsconfig.json']) cpSync(join('/work/main', part), join(copy, part), { recursive: true });
  symlinkSync('/work/main/node_modules', join(copy, 'node_modules'));
  const t = readFileSync(join(copy, bug.file), 'utf8');
  writeFileSync(join(copy, bug.file), t.replace(bug.from, () => bug.to));
  const r = spawnSync(process.execPath, [join(copy, 'test/health/zz-try.ts'), '1', '60', 'never', 'stop'], { cwd: copy, encoding: 'utf8', timeout: 120000 });
  console.log(bug.name, '=>', (r.stdout.split('\n').find((l) => l.includes('BROKEN')) ?? 'NOT FOUND ' + r.stdout.split('\n').length + r.stderr.slice(0, 300)));
  rmSync(copy, { recursive: true, force: true });
}
