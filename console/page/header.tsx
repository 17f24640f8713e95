import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { HealthSign } from './account/signs.tsx';
import { summaryOf } from './account/state.ts';
import { Icon } from './icons.tsx';
import { setSpeed } from './requests.ts';
import { account, connection, now, refusal } from './store.ts';
import { theme, toggleTheme } from './theme.ts';
import { timeText, zoneText } from './times.ts';

export function Header(): JSX.Element {
  return (
    <header class="top">
      <h1>
        <img src="/favicon.svg" alt="" width="24" height="24" /> <span>Watchkeeper</span>
      </h1>
      <Where />
      <Summary />
      <Clock />
      <Speed />
      <ThemeToggle />
      <Trouble />
    </header>
  );
}

function Where(): JSX.Element {
  const view = account.value;
  return (
    <p class="where">
      <span class="tag">simulated</span>
      {view === undefined ? null : (
        <>
          {view.account} · {view.region}
        </>
      )}
    </p>
  );
}

function Summary(): JSX.Element {
  const view = account.value;
  const { health, text } = view === undefined ? ({ health: 'unknown', text: 'Connecting…' } as const) : summaryOf(view);
  return (
    <p class={`summary summary-${health}`} aria-live="polite">
      <HealthSign health={health} /> <span>{text}</span>
    </p>
  );
}

function Clock(): JSX.Element {
  const at = now.value;
  const zone = account.value?.zone ?? 'UTC';
  return (
    <p class="clock" role="timer" aria-live="off" title={`Virtual time, ${zone}`}>
      <span class="day">{at === undefined ? '' : timeText(at, zone, 'day')}</span>
      <time>{at === undefined ? '' : timeText(at, zone, 'second')}</time>
      <span class="zone-short">{at === undefined ? '' : zoneText(at, zone)}</span>
    </p>
  );
}

const speeds: readonly number[] = [0, 1, 10, 60, 600];

/** Beside them stands the speed `watchkeeper start` began with: this, unless it was told another. */
const usualSpeed = 30;

function Speed(): JSX.Element {
  const current = account.value?.speed;
  const own = useRef(usualSpeed);
  if (current !== undefined && !speeds.includes(current)) own.current = current;
  const offered = [...speeds, own.current].toSorted((one, other) => one - other);
  return (
    <fieldset class="speed">
      <legend class="visually-hidden">Speed of the clock</legend>
      {offered.map((speed) => (
        <label key={speed} title={speed === 0 ? 'Pause' : `${speed} times as fast as the real clock`}>
          <input
            type="radio"
            name="speed"
            value={speed}
            checked={current === speed}
            onChange={() => void setSpeed(speed)}
          />
          <span>
            {speed === 0 ? (
              <>
                <Icon name="pause" />
                <span class="visually-hidden">Pause</span>
              </>
            ) : (
              `${speed}×`
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function ThemeToggle(): JSX.Element {
  const other = theme.value === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      class="icon-button"
      onClick={toggleTheme}
      aria-label={`Use the ${other} theme`}
      title={`Use the ${other} theme`}
    >
      <Icon name={other === 'dark' ? 'moon' : 'sun'} />
    </button>
  );
}

/** What stands in the way of following the account. Over the page, so that nothing moves. */
function Trouble(): JSX.Element {
  const lost =
    connection.value === 'lost'
      ? 'Watchkeeper does not answer; trying again. What you see is the last it said.'
      : undefined;
  const text = lost ?? refusal.value;
  return (
    <div class="trouble-place" role="alert">
      {text === undefined ? null : (
        <p class="trouble-note">
          {text}
          {lost === undefined ? (
            <button type="button" class="icon-button" aria-label="Close" onClick={() => (refusal.value = undefined)}>
              <Icon name="close" />
            </button>
          ) : null}
        </p>
      )}
    </div>
  );
}
