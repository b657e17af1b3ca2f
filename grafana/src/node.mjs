// One node in depth: is anything wrong, then the evidence of each cause, then the exporter itself.

import { dashboard } from './dashboard.mjs';
import { dashboard as dashboardLink, uids } from './links.mjs';
import { configuration } from './node/configuration.mjs';
import { disk } from './node/disk.mjs';
import { exporter } from './node/exporter.mjs';
import { liveness } from './node/liveness.mjs';
import { memory } from './node/memory.mjs';
import { overview } from './node/overview.mjs';
import { runtime } from './node/runtime.mjs';
import { socket } from './node/socket.mjs';
import { storage } from './node/storage.mjs';

// Panel ids are what the alerts point to: 1xx liveness, 2xx memory, 3xx storage, 4xx socket, 5xx runtime, 6xx configuration,
// 7xx disk, 9xx exporter. A row has the round number.
export const node = dashboard({
  uid: uids.node,
  title: 'containerd / Node',
  description: 'Why containerd fails on this node: the state of each cause, its evidence over time, and its runbooks.',
  links: [dashboardLink('The whole fleet', uids.fleet)],
  oneNode: true,
  withAnnotations: true,
  rows: [
    { id: 1, title: 'Is anything wrong?', panels: overview },
    { id: 100, title: 'Liveness: does containerd answer, list and serve Kubernetes?', panels: liveness },
    { id: 200, title: 'Cause 1: out of memory', panels: memory },
    { id: 300, title: 'Cause 2: storage', panels: storage },
    { id: 400, title: 'Cause 3: socket and PID file', panels: socket },
    { id: 500, title: 'Cause 4: runtime', panels: runtime },
    { id: 600, title: 'Cause 5: configuration', panels: configuration },
    { id: 700, title: 'Cause 6: disk full', panels: disk },
    { id: 900, title: 'The exporter itself', panels: exporter },
  ],
});
