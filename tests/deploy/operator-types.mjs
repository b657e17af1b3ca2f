// Reads objects of prometheus-operator, as kubectl printed them, and checks each against the schema of its kind.
import { readFileSync } from 'node:fs';
import * as kinds from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';

const objects = readFileSync(process.argv[2], 'utf8').trim().split(/\n(?=\{)/).map((each) => JSON.parse(each));
if (objects.length !== 2) throw new Error(`${objects.length} objects`);
for (const object of objects) new kinds[object.kind](object).validate();
