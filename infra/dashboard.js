import { functions, named } from './names.js';

/** SEARCH finds series by their dimensions, so that clusters and services that come later are on it (CloudWatch user guide, "Search expressions"). */
const search = (dimensions, metric, stat, period) => [
  {
    expression: `SEARCH('{Watchkeeper,${dimensions}} MetricName="${metric}"', '${stat}', ${period})`,
    region: '${AWS::Region}',
  },
];

const graph = (title, at, metrics, more = {}) => ({
  type: 'metric',
  x: (at % 2) * 12,
  y: Math.floor(at / 2) * 6,
  width: 12,
  height: 6,
  properties: { title, region: '${AWS::Region}', view: 'timeSeries', period: 300, metrics, ...more },
});

const percent = { yAxis: { left: { min: 0, max: 100 } } };

const ofFunctions = (metric, stat) =>
  functions.map((name) => ['AWS/Lambda', metric, 'FunctionName', `\${AWS::StackName}-${name}`, { stat, label: name }]);

const own = (metric) =>
  functions.map((name) => ['Watchkeeper', metric, 'Function', name, { stat: 'Sum', label: `${metric} ${name}` }]);

const widgets = [
  graph('Services that are not as they should be', 0, [search('Cluster', 'UnhealthyServices', 'Maximum', 300)]),
  graph('Tasks wanted that do not run', 1, [search('Cluster', 'MissingTasks', 'Maximum', 300)]),
  graph('Healthy, in percent of desired', 2, [search('Cluster,Service', 'HealthyPercent', 'Minimum', 60)], percent),
  graph('Failed tasks and expected stops', 3, [
    ['Watchkeeper', 'Failures', 'Function', 'health', { stat: 'Sum' }],
    ['Watchkeeper', 'ExpectedStops', 'Function', 'health', { stat: 'Sum' }],
  ]),
  graph('Watchkeeper: errors', 4, ofFunctions('Errors', 'Sum')),
  graph('Watchkeeper: what it could not decide', 5, own('ParkedRecords')),
];

/** Only where it is wanted: the first three dashboards of an account cost nothing (Amazon CloudWatch pricing). */
export const dashboard = {
  Overview: {
    Type: 'AWS::CloudWatch::Dashboard',
    Condition: 'HasDashboard',
    Properties: {
      DashboardName: named('${AWS::Region}'),
      DashboardBody: { 'Fn::Sub': JSON.stringify({ widgets }) },
    },
  },
};
