import uPlot from 'uplot';
import { timeText } from '../times.ts';
import type { Line, Mark, PlotData } from './curve.ts';

type Wanted = {
  readonly data: PlotData;
  readonly zone: string;
  /** Colours are read where the plot stands. */
  readonly element: HTMLElement;
  readonly width: number;
  readonly height: number;
  /** The point below the pointer; undefined when it left. */
  readonly point: (index: number | undefined) => void;
  /** Those of now. */
  readonly marks: () => readonly Mark[];
};

/** Room for the numbers on the left, and on the right. */
const leftPx = 34;
const rightPx = 6;

/** Half a `03:04:05` and some air. */
const halfLabelPx = 26;

export function optionsOf({ data, zone, element, width, height, point, marks }: Wanted): uPlot.Options {
  const colour = (name: string): string => resolved(element, name);
  const axis = {
    stroke: colour('--faint'),
    grid: { stroke: colour('--hairline'), width: 1 },
    ticks: { show: false },
    font: `11px ${getComputedStyle(element).fontFamily}`,
    gap: 4,
  };
  return {
    width,
    height,
    padding: [6, rightPx, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    scales: {
      y: { range: (_, __, most) => [0, Math.max(data.top, (most ?? 0) * (data.top === 100 ? 1 : 1.1)) * 1.02] },
    },
    axes: [
      { ...axis, size: 22, space: 70, values: (self, splits) => splits.map((at) => clockText(self, at, zone)) },
      { ...axis, size: leftPx, space: 26, incrs: [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] },
    ],
    series: [{}, ...inDrawingOrder(data.lines).map((line) => seriesOf(line, colour(line.colour)))],
    hooks: {
      setCursor: [(self) => point(self.cursor.idx ?? undefined)],
      draw: [(self) => drawMarks(self, marks(), colour)],
    },
  };
}

const markColours: Readonly<Record<Mark['form'], string>> = { up: '--accent', down: '--soft', held: '--at-risk' };
const markPx = 4;

/** Small triangles on the axis: up, down, or a lozenge where a wish was not carried out. */
function drawMarks(plot: uPlot, marks: readonly Mark[], colour: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const size = markPx * devicePixelRatio;
  const bottom = bbox.top + bbox.height;
  ctx.save();
  for (const { at, form } of marks) {
    const x = plot.valToPos(at / 1000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.fillStyle = colour(markColours[form]);
    ctx.beginPath();
    ctx.moveTo(x - size, bottom - (form === 'down' ? 2 * size : form === 'held' ? size : 0));
    ctx.lineTo(x, bottom - (form === 'down' ? 0 : 2 * size));
    ctx.lineTo(x + size, bottom - (form === 'down' ? 2 * size : form === 'held' ? size : 0));
    if (form === 'held') ctx.lineTo(x, bottom);
    ctx.fill();
  }
  ctx.restore();
}

/** The first line is drawn last, over the others. */
export function inDrawingOrder(lines: readonly Line[]): readonly Line[] {
  return lines.toReversed();
}

function seriesOf({ name, form = 'line', stepped = false }: Line, stroke: string): uPlot.Series {
  const steps = stepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  return {
    label: name,
    stroke,
    width: form === 'dashed' ? 1 : 1.75,
    points: { show: false },
    ...(form === 'area' ? { fill: stroke.replace('rgb(', 'rgba(').replace(')', ', 0.14)') } : {}),
    ...(form === 'dashed' ? { dash: [4, 4] } : {}),
    ...(steps === undefined ? {} : { paths: steps }),
  };
}

/** Seconds only where the axis spans little time. None where there is no room for it. */
function clockText({ scales, width }: uPlot, at: number, zone: string): string {
  const { min = 0, max = 0 } = scales['x'] ?? {};
  const spanS = max - min;
  const fromRightPx = ((max - at) / spanS) * (width - leftPx - rightPx) + rightPx;
  if (fromRightPx < halfLabelPx) return '';
  return timeText(at * 1000, zone, spanS < 300 ? 'second' : 'minute');
}

/** A canvas knows no variables: the colour as the browser computes it, `rgb(…)`. */
function resolved(element: HTMLElement, name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
