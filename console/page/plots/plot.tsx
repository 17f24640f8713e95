import { useSignal } from '@preact/signals';
import type { JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { theme } from '../theme.ts';
import { timeText } from '../times.ts';
import type { Line, Mark, PlotData } from './curve.ts';
import { inDrawingOrder, optionsOf } from './options.ts';

type PlotProps = {
  readonly data: PlotData;
  /** Milliseconds, as long as each line. */
  readonly at: readonly number[];
  readonly zone: string;
  readonly children?: JSX.Element | null;
};

/** A plot with its legend above: the values at the pointer, or the latest. */
export function Plot({ data, at, zone, children }: PlotProps): JSX.Element {
  const pointed = useSignal<number | undefined>(undefined);
  const frame = usePlot({ data, at, zone }, (index) => (pointed.value = index));
  return (
    <figure class="plot">
      <figcaption>
        <b>{data.title}</b>
        {data.unit === '' ? null : <span class="unit">{data.unit}</span>}
        {children}
      </figcaption>
      <Legend data={data} index={pointed.value ?? at.length - 1} />
      {data.marks === undefined ? null : (
        <Told marks={data.marks} at={at[pointed.value ?? at.length - 1]} zone={zone} />
      )}
      <div class="plot-frame" ref={frame} role="img" aria-label={spoken(data)} />
    </figure>
  );
}

/** The decision in force at the pointer, or the latest: what was done, and why. */
function Told({
  marks,
  at = 0,
  zone,
}: {
  readonly marks: readonly Mark[];
  readonly at: number | undefined;
  readonly zone: string;
}): JSX.Element {
  const mark = marks.findLast((each) => each.at <= at) ?? marks[0];
  if (mark === undefined) return <p class="plot-told">Nothing was scaled yet.</p>;
  return (
    <p class="plot-told" title={mark.details.join('\n')}>
      <i class={`mark mark-${mark.form}`} /> <time>{timeText(mark.at, zone, 'second')}</time> {mark.text}
    </p>
  );
}

/** Draws into the element it returns. Made anew when the lines or the colours are others; else only the data change. */
function usePlot(
  { data, at, zone }: PlotProps,
  point: (index: number | undefined) => void,
): RefObject<HTMLDivElement | null> {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const marks = useRef<readonly Mark[]>([]);
  const lines = data.lines.map(({ name, colour, form }) => [name, colour, form]);
  const shape = JSON.stringify([zone, theme.value, data.unit, lines]);
  const aligned = alignedOf(at, data.lines);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const size = (): { width: number; height: number } => ({
      width: Math.max(50, element.clientWidth),
      height: Math.max(50, element.clientHeight),
    });
    const made = new uPlot(
      optionsOf({ data, zone, element, ...size(), point, marks: () => marks.current }),
      aligned,
      element,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize(size()));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
    };
  }, [shape]);
  marks.current = data.marks ?? [];
  useEffect(() => plot.current?.setData(aligned), [at, data]);
  return frame;
}

/** Names in the legend before the rest is only counted. */
const mostNames = 3;

function Legend({ data, index }: { readonly data: PlotData; readonly index: number }): JSX.Element {
  const { unit } = data;
  const lines = data.lines.filter(({ name }) => name !== '');
  return (
    <ul class="plot-legend">
      {lines.slice(0, mostNames).map(({ name, colour, form, values }) => (
        <li key={name}>
          <i class={`swatch swatch-${form ?? 'line'}`} style={{ '--swatch': `var(${colour})` }} />
          {name} <b>{valueText(values[index], unit)}</b>
        </li>
      ))}
      {lines.length > mostNames ? <li class="more">+{lines.length - mostNames}</li> : null}
    </ul>
  );
}

function valueText(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return '–';
  if (unit === '%') return `${Math.round(value)} %`;
  return value >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}

/** The plot in words: each line's latest value. */
function spoken({ title, unit, lines }: PlotData): string {
  return `${title}. ${lines
    .filter(({ name }) => name !== '')
    .map(({ name, values }) => `${name} ${valueText(values.at(-1), unit)}`)
    .join(', ')}`;
}

function alignedOf(at: readonly number[], lines: readonly Line[]): uPlot.AlignedData {
  return [at.map((time) => time / 1000), ...inDrawingOrder(lines).map(({ values, drawn }) => [...(drawn ?? values)])];
}
