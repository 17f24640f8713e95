import type { ConsoleView } from '../../console/view.ts';
import { sample } from './sample.ts';
import type { PageServer } from './server.ts';
import { servePage } from './server.ts';

/** `node test/console/dev.ts`: the sample in a browser, with a clock that runs and buttons that answer. For looking. */
const beatMs = 250;

const server = await servePage(sample, Number(process.env['PORT'] ?? 4690));
console.log(server.url);

let view: ConsoleView = sample;
setInterval(() => {
  for (const post of server.posts.splice(0)) view = after(view, post);
  const { account } = view;
  view = { ...view, account: { ...account, now: account.now + account.speed * beatMs } };
  server.show(view);
}, beatMs);

function after(before: ConsoleView, { path, body }: PageServer['posts'][number]): ConsoleView {
  const { account } = before;
  const said = body as { readonly speed?: number };
  if (path === '/api/speed') return { ...before, account: { ...account, speed: said.speed ?? account.speed } };
  const pressed = path.slice('/api/faults/'.length);
  const faults = account.faults.map((fault) => (fault.id === pressed ? { ...fault, active: !fault.active } : fault));
  return { ...before, account: { ...account, faults } };
}
