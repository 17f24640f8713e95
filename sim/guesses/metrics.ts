import type { Guesses } from './guess.ts';

/** When CloudWatch has values, and how it counts with them. */
export const metricGuesses = {
  metricsComeLate: {
    question: 'Can values be read only two minutes after they were put, or after their minute?',
    source: 'API_PutMetricData gives times for values that are older than three hours, and none for new ones.',
    usual: false,
  },
  newMetricsAreListedLate: {
    question: 'Does ListMetrics show a new metric after fifteen minutes, and not at once?',
    source: 'API_PutMetricData: "it can take up to fifteen minutes".',
    usual: false,
  },
  percentilesLieBetween: {
    question: 'Does a percentile lie between two values, and is not always one of them?',
    source: 'Statistics definitions: 95 percent of the data is lower than p95. Trimmed counts are interpolated.',
    usual: false,
  },
  periodsFollowStart: {
    question: 'Do periods begin where StartTime does, and not at multiples of their length?',
    source: 'API_GetMetricData rounds StartTime to minutes and says that times that align are answered faster.',
    usual: false,
  },
  usageHasPercentiles: {
    question: 'Are there percentiles of the utilization of ECS services?',
    source: 'ECS, available-metrics: useful statistics are Average, Minimum and Maximum.',
    usual: false,
  },
  initialTargetsAreUnhealthy: {
    question: 'Does UnHealthyHostCount count targets whose first checks are not over?',
    source: 'load-balancer-cloudwatch-metrics: "The number of targets that are considered unhealthy".',
    usual: false,
  },
} as const satisfies Guesses;
