// Links: to a runbook, which the exporter of the node serves with the evidence of that node, and from one dashboard to the other.

export const uids = { fleet: 'containerd-fleet', node: 'containerd-node' };

const kept = '${__url_time_range}&${datasource:queryparam}&${cluster:queryparam}&${job:queryparam}';

/** For a panel; right when one node is chosen. */
export const panelRunbook = (alert) => ({ title: `Runbook ${alert}`, url: `http://\${instance}/runbooks/${alert}`, targetBlank: true });

/** For a series: its own node, whatever is chosen. */
export const seriesRunbook = (alert) => ({ title: `Runbook ${alert} on \${__field.labels.instance}`, url: `http://\${__field.labels.instance}/runbooks/${alert}`, targetBlank: true });

export const seriesStatus = { title: 'What ${__field.labels.instance} found', url: 'http://${__field.labels.instance}/', targetBlank: true };

/** For a row of a table of alerts. */
export const rowRunbook = { title: 'Runbook on the node', url: 'http://${__data.fields.instance}/runbooks/${__value.raw}', targetBlank: true };

/** For a cell that holds a node's name. */
export const cellNode = { title: 'This node in depth', url: `/d/${uids.node}/containerd-node?${kept}&var-instance=\${__value.raw}` };

export const seriesNode = { title: '${__field.labels.instance} in depth', url: `/d/${uids.node}/containerd-node?${kept}&var-instance=\${__field.labels.instance}` };

/** For the head of a dashboard. The nodes chosen on one are not those wanted on the other. */
export const dashboard = (title, uid) => ({
  title,
  type: 'link',
  url: `/d/${uid}/${uid}?${'${datasource:queryparam}&${cluster:queryparam}&${job:queryparam}'}`,
  icon: 'dashboard',
  tooltip: '',
  tags: [],
  asDropdown: false,
  includeVars: false,
  keepTime: true,
  targetBlank: false,
});
