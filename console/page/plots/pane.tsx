import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Pane } from '../pane.tsx';
import { account, selection } from '../store.ts';
import { healthPlot, loadPlot, loadUnits } from './curve.ts';
import { Plot } from './plot.tsx';

const nothing = { at: [], services: [], loads: [], scaling: [] };

/** Health and load over time, of all or of what is selected. */
export function Plots(): JSX.Element {
  const unit = useSignal<string | undefined>(undefined);
  const series = account.value?.series ?? nothing;
  const zone = account.value?.zone ?? 'UTC';
  const load = loadPlot(series, selection.value, unit.value);
  const units = loadUnits(series);
  return (
    <Pane name="plots" title="Over time">
      <div class="plots">
        <Plot data={healthPlot(series, selection.value)} at={series.at} zone={zone} />
        <Plot data={load} at={series.at} zone={zone}>
          {units.length > 1 && load.title === 'Load' ? (
            <span class="units" role="group" aria-label="Unit of load">
              {units.map((each) => (
                <button type="button" key={each} aria-pressed={each === load.unit} onClick={() => (unit.value = each)}>
                  {each}
                </button>
              ))}
            </span>
          ) : null}
        </Plot>
      </div>
    </Pane>
  );
}
