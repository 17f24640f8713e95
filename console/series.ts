/**
 * Curves. Every list is as long as `at`, oldest first; `null` is not known. Some 240 points are enough.
 * Services are named `cluster/service`.
 */
export type SeriesView = {
  readonly at: readonly number[];
  readonly services: readonly ServiceSeries[];
  readonly loads: readonly LoadSeries[];
  /** Of services that are scaled. */
  readonly scaling: readonly ScalingView[];
};

type ServiceSeries = {
  readonly service: string;
  readonly desired: Curve;
  readonly running: Curve;
  readonly healthy: Curve;
};

/** The decisions of scaling, oldest first. */
export type ScalingView = { readonly service: string; readonly decisions: readonly ScaleDecisionView[] };

type ScaleDecisionView = {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly wanted: number;
  readonly mode: 'observe' | 'act';
  readonly why: string;
  /** What was known, and each rule that changed the number. */
  readonly details: readonly string[];
};

/** `unit` is the unit of the axis: `requests/s`, `messages`. */
type LoadSeries = { readonly service: string; readonly unit: string; readonly values: Curve };

export type Curve = readonly (number | null)[];
