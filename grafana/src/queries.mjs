// PromQL that several panels share. Every selector is bound to the dashboard's variables.

const scope = 'cluster=~"$cluster",job=~"$job",instance=~"$instance"';

/** The labels that name a node. */
export const node = 'cluster, job, instance';

const selector = (name, matchers) => `${name}{${matchers.filter(Boolean).join(',')}}`;

/** A metric of the node. */
export const ofNode = (name, matchers = '') => selector(name, [scope, matchers]);

/** A metric of one containerd of the node. */
export const ofInstance = (name, matchers = '') => selector(name, [scope, 'address=~"$address"', matchers]);

/** All targets count here, so the job's name is asked for, as in the alert ContainerdExporterDown. */
export const up = () => selector('up', [scope, 'job=~".*containerd-exporter.*"']);

/** Alerts of the chosen containerds, and those of the node as a whole, which have no address. */
export const alerts = (matchers = '', name = 'ALERTS') => selector(name, [scope, 'address=~"$address|"', 'alertname=~"Containerd.+"', matchers]);

export const firing = (severity, matchers = '') => alerts(['alertstate="firing"', `severity="${severity}"`, matchers].filter(Boolean).join(','));

/** Nodes that have been known within the time range, whether they answer now or not. */
export const knownNodes = () => `group by (${node}) (last_over_time(${up()}[$__range]))`;

export const heardNodes = () => `group by (${node}) (${ofNode('containerd_exporter_build_info')})`;

/** The worst of the firing alerts by the labels: 4 critical, 2 warning, and no series without an alert. */
export const worst = (labels, matchers = '') => `max by (${labels}) (4 * ${firing('critical', matchers)} or 2 * ${firing('warning', matchers)})`;

/** The collectors whose failure leaves a cause unknown. */
export const collectors = {
  liveness: ['liveness'],
  memory: ['memory', 'oom'],
  storage: ['content', 'disk', 'kernel-storage', 'storage'],
  socket: ['socket'],
  runtime: ['binaries', 'canary', 'processes', 'shims'],
  configuration: ['config'],
  disk: ['disk'],
  exporter: [],
};

export const causes = Object.keys(collectors);

/**
 * A cause of each node by the codes of `judgement`. Critical alerts come first, then what is not known, because a collector fails or
 * nothing is heard of the node, then warnings. `known` are the nodes that may be unheard. Without a cause: all of them.
 */
export function judge(cause, known) {
  const matchers = cause === undefined ? '' : `cause="${cause}"`;
  const names = cause === undefined ? ['.+'] : collectors[cause];
  const alert = (code, severity) => `${code} * group by (${node}) (${firing(severity, matchers)})`;
  const failing = ofNode('containerd_exporter_collector_state', `state=~"failed|timeout|denied",collector=~"${names.join('|')}"`);
  const unknown = [...(names.length > 0 ? [`3 * max by (${node}) (${failing} == 1)`] : []), `3 * (${known} unless ${heardNodes()})`];
  const warning = alert(2, 'warning');
  // The exporter's own alerts say why nothing is known.
  return [alert(4, 'critical'), ...(cause === 'exporter' ? [warning, ...unknown] : [...unknown, warning]), `0 * ${heardNodes()}`].join('\nor\n');
}

/** One number for a set of 0/1 series, one of which is 1: its code. `by` are the labels that tell the sets apart. */
export const stateCode = (select, metric, by, states, label = 'state') =>
  `sum by (${by}) (\n${states.map(({ code, value }) => `  ${code} * ${select(metric, `${label}="${value}"`)}`).join('\n  or\n')}\n)`;
