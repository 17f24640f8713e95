import { effect } from '@preact/signals';
import { render } from 'preact';
import { summaryOf } from './account/state.ts';
import { App } from './app.tsx';
import { isThere } from './selection.ts';
import { account, follow, jobs, selection } from './store.ts';
import { keepTheme } from './theme.ts';

keepTheme();
follow();

effect(() => {
  const view = account.value;
  if (view === undefined) return;
  const { health, text } = summaryOf(view);
  document.title = health === 'ok' ? 'Watchkeeper' : `${text} · Watchkeeper`;
  const selected = selection.peek();
  if (selected !== undefined && !isThere(view, jobs.peek() ?? [], selected)) selection.value = undefined;
});

document.body.replaceChildren();
render(<App />, document.body);
