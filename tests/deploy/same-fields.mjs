// Reads two JSON documents, as kubectl printed them: as written, and as decoded into the types of Kubernetes and printed again.
// A field that is gone from the second is one that Kubernetes does not know.
import { readFileSync } from 'node:fs';

const documents = (file) => {
  const text = readFileSync(file, 'utf8').trim();
  return text.split(/\n(?=\{)/).map((each) => JSON.parse(each));
};

const lost = (written, known, path) => {
  if (written === null || typeof written !== 'object') return [];
  return Object.entries(written).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    const empty = value === '' || value === false || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
    if (known?.[key] === undefined) return empty ? [] : [at];
    return lost(value, known[key], at);
  });
};

const [written, known] = process.argv.slice(2).map(documents);
const unknown = written.flatMap((each, i) => lost(each, known[i], each.kind));
if (written.length === 0 || written.length !== known.length) throw new Error(`${written.length} and ${known.length} documents`);
if (unknown.length > 0) {
  console.error(`unknown to Kubernetes: ${unknown.join(', ')}`);
  process.exit(1);
}
