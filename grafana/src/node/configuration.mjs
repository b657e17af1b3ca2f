import { column, stateTimeline, table, thresholds, timeseries, wordCell } from '../panels.mjs';
import { node, ofInstance } from '../queries.mjs';
import { binary, colours } from '../states.mjs';

const instance = '{{instance}} {{address}}';

const severities = [
  { code: 'fatal', word: 'fatal', colour: colours.critical },
  { code: 'degraded', word: 'degraded', colour: colours.warning },
  { code: 'warning', word: 'warning', colour: colours.notice },
];

export const configuration = [
  stateTimeline({
    id: 601, title: 'Would start again', w: 8, h: 6, states: binary('would not start', 'yes', { bad: 0 }),
    noValue: 'The files could not be judged',
    shows: 'Whether containerd would start with its files as they are now: problems of severity fatal.',
    normal: '“yes”.',
    act: 'while containerd runs, nothing is broken yet: mend the file before anyone restarts or reboots.',
    targets: [{
      expr: `1 - (sum by (${node}, address) (${ofInstance('containerd_config_problems', 'severity="fatal"')}) > bool 0)\nor\n(max by (${node}, address) (${ofInstance('containerd_config_valid')}) >= bool 0)`,
      legend: instance,
    }],
  }),
  stateTimeline({
    id: 602, title: 'Starts whole', w: 8, h: 6, states: binary('without a plugin', 'yes', { bad: 0, severity: 'warning' }),
    noValue: 'The files could not be judged',
    shows: 'Whether every wanted plugin, CRI above all, would be loaded with the files as they are now.',
    normal: '“yes”.',
    act: 'the table names the rule; the runbook shows file, line and fix.',
    targets: [{ expr: ofInstance('containerd_config_valid'), legend: instance }],
  }),
  stateTimeline({
    id: 603, title: 'Read by the daemon', w: 8, h: 6, states: binary('as it runs', 'restart pending', { bad: 1, severity: 'warning' }),
    noValue: 'No containerd is known to run',
    shows: 'Whether the files have changed since containerd read them.',
    normal: '“as it runs”; pending for minutes during a roll-out.',
    act: 'after an hour it is an alert: the next restart or reboot will be the first test of the change.',
    targets: [{ expr: ofInstance('containerd_config_pending_restart'), legend: instance }],
  }),
  table({
    id: 604, title: 'Problems by rule', w: 16, h: 7,
    runbooks: ['ContainerdConfigInvalid', 'ContainerdConfigDegraded'],
    shows: 'Problems in the configuration files for the release of this containerd. fatal: it would not start; degraded: a wanted plugin would be dead; warning: ignored, deprecated, or failing later.',
    normal: 'no row, or warnings that you know of.',
    act: 'containerd-exporter config check on the node names file, line and fix.',
    noValue: 'No problem is known',
    merge: false,
    targets: [`max by (${node}, address, severity, rule) (${ofInstance('containerd_config_problems')}) > 0`],
    columns: { severity: 'Severity', rule: 'Rule', address: 'containerd', Value: 'Problems' },
    hidden: ['cluster', 'job', 'instance'],
    sortBy: [{ displayName: 'Severity', desc: true }],
    overrides: [column('Severity', wordCell(severities, undefined, { 'custom.width': 120 })), column('Problems', { 'custom.width': 110 })],
  }),
  timeseries({
    id: 605, title: 'Problems over time', w: 8, h: 7, unit: 'none', min: 0, decimals: 0, names: ['warning', 'degraded', 'fatal'], limits: thresholds([null, 'good']),
    runbooks: ['ContainerdConfigInvalid', 'ContainerdConfigDegraded'],
    noValue: 'No problem is known',
    shows: 'The same by severity, over time.',
    normal: 'flat.',
    act: 'a step is a change of the files: compare with the time of your roll-out.',
    targets: [{ expr: `sum by (${node}, address, severity) (${ofInstance('containerd_config_problems')})`, legend: `${instance} {{severity}}` }],
  }),
];
