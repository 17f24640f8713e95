import type { Curve, ScalingView, SeriesView } from '../../series.ts';
import type { Selection } from '../selection.ts';
import { selectionName } from '../selection.ts';

/** One line of a plot. `colour` names one of the page's colours. */
export type Line = {
  /** Empty: a line the legend does not name. */
  readonly name: string;
  readonly values: Curve;
  /** What is drawn of it, if not all. */
  readonly drawn?: Curve;
  readonly colour: string;
  readonly form?: 'line' | 'area' | 'dashed';
  /** Counts change at once: the line is drawn in steps. */
  readonly stepped?: boolean;
};

export type PlotData = {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  /** The axis reaches at least to here. */
  readonly top: number;
  /** What was decided, and when: drawn on the axis, told at the pointer. */
  readonly marks?: readonly Mark[];
};

/** A decision on the axis of time. `held`: it wanted another number, and did not set it. */
export type Mark = {
  readonly at: number;
  readonly form: 'up' | 'down' | 'held';
  readonly text: string;
  readonly details: readonly string[];
};

/** As many as the page has colours for lines. */
const lineColours = 8;

/** Everything: the healthy share of each service. One service: its copies. */
export function healthPlot(series: SeriesView, selected: Selection | undefined): PlotData {
  const one = selected?.kind === 'service' ? series.services.find(({ service }) => service === selected.id) : undefined;
  if (one !== undefined) {
    const scaling = series.scaling.find(({ service }) => service === one.service);
    const lines: readonly Line[] = [
      { name: 'healthy', values: one.healthy, colour: '--ok', form: 'area', stepped: true },
      { name: 'running', values: one.running, colour: '--accent', stepped: true },
      { name: 'desired', values: one.desired, colour: '--faint', form: 'dashed', stepped: true },
      ...(scaling === undefined ? [] : [wantedLine(scaling, series.at)]),
    ];
    return {
      title: `Copies of ${selectionName({ kind: 'service', id: one.service })}`,
      unit: '',
      lines,
      top: 2,
      ...(scaling !== undefined && { marks: marksOf(scaling, series.at) }),
    };
  }
  const lines = series.services.map(({ service, healthy, desired }, index) => {
    const values = healthy.map((count, at) => percentOf(count, desired[at]));
    const name = service.slice(service.indexOf('/') + 1);
    return { name, values, drawn: dipsOf(values), colour: colourOf(index), stepped: true };
  });
  const well: Line = { name: '', values: series.at.map(() => 100), colour: '--ok' };
  return { title: 'Healthy copies', unit: '%', lines: [...worstFirst(lines), well], top: 100 };
}

/** What its work asked for, from decision to decision. */
function wantedLine({ decisions }: ScalingView, times: readonly number[]): Line {
  const values = times.map((at) => decisions.findLast((each) => each.at <= at)?.wanted ?? null);
  return { name: 'wanted', values, colour: '--at-risk', form: 'dashed', stepped: true };
}

/** Those the plot has room for. What only says that all is well is no mark. */
function marksOf({ decisions }: ScalingView, times: readonly number[]): readonly Mark[] {
  const [first = Infinity] = times;
  return decisions
    .filter(({ at, from, to, wanted }) => at >= first && (from !== to || wanted !== to))
    .map(({ at, from, to, mode, why, details }) => ({
      at,
      form: from === to || mode === 'observe' ? 'held' : to > from ? 'up' : 'down',
      text: `${from === to ? from : `${from} → ${to}`}${mode === 'observe' ? ' (observed)' : ''} · ${why}`,
      details,
    }));
}

/** The loads with the same unit as the first, or the selected service's own. */
export function loadPlot(series: SeriesView, selected: Selection | undefined, unit: string | undefined): PlotData {
  const own = series.loads.filter(({ service }) => selected?.kind === 'service' && service === selected.id);
  const shown = own.length > 0 ? own : series.loads;
  const wanted = shown.find((load) => load.unit === unit)?.unit ?? shown[0]?.unit ?? '';
  const lines = shown
    .filter((load) => load.unit === wanted)
    .map(({ service, values }, index): Line => ({
      name: service.slice(service.indexOf('/') + 1),
      values,
      colour: colourOf(
        series.services.findIndex((each) => each.service === service),
        index,
      ),
      ...(own.length > 0 ? { form: 'area' } : {}),
    }));
  return {
    title: own.length > 0 && selected ? `Load of ${selectionName(selected)}` : 'Load',
    unit: wanted,
    lines,
    top: 1,
  };
}

/** The units there are to choose from. */
export function loadUnits(series: SeriesView): readonly string[] {
  return [...new Set(series.loads.map(({ unit }) => unit))];
}

function colourOf(index: number, otherwise = 0): string {
  return `--line-${((index === -1 ? otherwise : index) % lineColours) + 1}`;
}

function percentOf(count: number | null, desired: number | null | undefined): number | null {
  if (count === null || desired === null || desired === undefined) return null;
  return desired === 0 ? 100 : Math.min(100, (100 * count) / desired);
}

/** Where it is well a line only hides the others: one line of its own stands for that. */
function dipsOf(values: Curve): Curve {
  return values.map((value, at) => ([at - 1, at, at + 1].some((near) => isLow(values[near])) ? value : null));
}

function isLow(value: number | null | undefined): boolean {
  return typeof value === 'number' && value < 100;
}

/** The lowest last value first, so that what is in trouble leads the legend. */
function worstFirst(lines: readonly Line[]): readonly Line[] {
  const last = ({ values }: Line): number => values.at(-1) ?? Infinity;
  return lines.toSorted((a, b) => last(a) - last(b));
}
