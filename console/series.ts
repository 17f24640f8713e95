/**
 * Curves. Every list is as long as `at`, oldest first; `null` is not known. Some 240 points are enough.
 * Services are named `cluster/service`.
 */
export type SeriesView = {
  readonly at: readonly number[];
  readonly services: readonly ServiceSeries[];
  readonly loads: readonly LoadSeries[];
};

export type ServiceSeries = {
  readonly service: string;
  readonly desired: Curve;
  readonly running: Curve;
  readonly healthy: Curve;
};

/** `unit` is the unit of the axis: `requests/s`, `messages`. */
export type LoadSeries = { readonly service: string; readonly unit: string; readonly values: Curve };

export type Curve = readonly (number | null)[];
