// Boots one module as Lambda would, hands it one event, and reports what the whole process took until it was handled.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const [path, file] = process.argv.slice(2);
const event = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
const { handler } = await import(path);
const deadline = Date.now() + 60_000;
await handler(event, { awsRequestId: 'bench', getRemainingTimeInMillis: () => deadline - Date.now() });
const { user, system } = process.cpuUsage();
process.stdout.write(`\n@@${JSON.stringify({ wallMs: performance.now(), cpuMs: (user + system) / 1000 })}\n`);
process.exit(0);
