// What the alerting rules say of their panels, so that no link is written twice.

import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../alerts/containerd.rules.yml', import.meta.url), 'utf8');

const field = (rule, pattern) => {
  const found = pattern.exec(rule);
  if (!found) {
    throw new Error(`a rule lacks ${pattern}:\n${rule}`);
  }
  return found[1];
};

/** {alert, cause, panel} of every alert, once. */
export const alerts = [
  ...new Map(
    text
      .split(/^ *- alert: /m)
      .slice(1)
      .map((rule) => ({
        alert: field(rule, /^(\w+)/),
        cause: field(rule, /^ *cause: (\w+)/m),
        panel: Number(field(rule, /^ *__panelId__: "(\d+)"/m)),
      }))
      .map((each) => [each.alert, each]),
  ).values(),
];

export const alertsOfPanel = (id) => alerts.filter(({ panel }) => panel === id).map(({ alert }) => alert);

export const alertsOfCause = (cause) => alerts.filter((each) => each.cause === cause).map(({ alert }) => alert);
