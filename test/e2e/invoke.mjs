// Boots one built function as Lambda would, hands it one event, and prints what it answers and how long that took.
const [path, file] = process.argv.slice(2);
const { readFileSync } = await import('node:fs');
const event = JSON.parse(readFileSync(file, 'utf8'));
const started = performance.now();
const { handler } = await import(path);
const deadline = Date.now() + 60_000;
const context = { awsRequestId: `request-${process.pid}`, getRemainingTimeInMillis: () => deadline - Date.now() };
const answer = await handler(event, context);
const ms = performance.now() - started;
// Every built-in module the function has made Node load.
const loaded = process.moduleLoadList.filter((name) => name.includes('undici'));
process.stdout.write(`\n@@${JSON.stringify({ answer, ms, loaded })}\n`);
process.exit(0);
