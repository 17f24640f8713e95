import type { JSX } from 'preact';
import type { ConfigurationView } from '../view.ts';
import { HealthSign } from './account/signs.tsx';
import { account } from './store.ts';
import { timeText } from './times.ts';

/** The configuration in force, and what is wrong with the file when it is not the one in force. */
export function Configuration(): JSX.Element | null {
  const view = account.value;
  if (view === undefined) return null;
  const { configuration, zone } = view;
  const { file, state, text } = configuration;
  return (
    <section class="configuration" aria-labelledby="configuration-title">
      <h3 id="configuration-title">Configuration in force</h3>
      <details>
        <summary>
          <HealthSign health={state === 'good' ? 'ok' : 'at-risk'} />
          <b title={file}>{file}</b>
          <span class="more">show</span>
          <span class="since">{sinceText(configuration, zone)}</span>
        </summary>
        <pre>
          <code>{text ?? 'Everything is as it is built in.'}</code>
        </pre>
      </details>
      <Mistakes configuration={configuration} />
    </section>
  );
}

function sinceText({ state, readAt }: ConfigurationView, zone: string): string {
  const when = readAt === undefined ? '' : ` of ${timeText(readAt, zone, 'minute')}`;
  if (state === 'bad') return `the file cannot be used; the last good one${when} holds`;
  return readAt === undefined ? 'read again when it changes' : `read at ${timeText(readAt, zone, 'minute')}`;
}

function Mistakes({ configuration: { faults } }: { readonly configuration: ConfigurationView }): JSX.Element | null {
  if (faults.length === 0) return null;
  return (
    <ul class="mistakes">
      {faults.map(({ line, column, path, problem, fix }) => (
        <li key={`${line}:${column}:${problem}`}>
          <code>
            {line}:{column} {path}
          </code>
          <p>{problem}</p>
          <p class="fix">{fix}</p>
        </li>
      ))}
    </ul>
  );
}
