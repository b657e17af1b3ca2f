// Prometheus's remote write protocol, as far as a test needs it: series of samples in a protobuf message, in a Snappy block that does not compress.

const varint = (value, bytes) => {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
};

const field = (number, payload) => {
  const head = [];
  varint(number * 8 + 2, head);
  varint(payload.length, head);
  return Buffer.concat([Buffer.from(head), payload]);
};

/** The labels of a series, encoded once. */
export const encodeLabels = (labels) =>
  Buffer.concat(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(value))]))));

const sampleLength = 18; // tag and length, tag and double, tag and six bytes of milliseconds

/** A series from its encoded labels, times in milliseconds, and the value at a time; undefined leaves the sample out. */
export function encodeSeries(labels, times, valueAt) {
  const samples = Buffer.allocUnsafe(times.length * sampleLength);
  let end = 0;
  for (const time of times) {
    const value = valueAt(time);
    if (value === undefined) {
      continue;
    }
    samples[end] = 0x12;
    samples[end + 1] = sampleLength - 2;
    samples[end + 2] = 0x09;
    samples.writeDoubleLE(value, end + 3);
    samples[end + 11] = 0x10;
    let rest = time;
    for (let i = 0; i < 5; i += 1) {
      samples[end + 12 + i] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    samples[end + 17] = rest;
    end += sampleLength;
  }
  return end === 0 ? Buffer.alloc(0) : field(1, Buffer.concat([labels, samples.subarray(0, end)]));
}

const literal = (message) => {
  const head = [];
  varint(message.length, head);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(message.length - 1);
  return Buffer.concat([Buffer.from(head), Buffer.from([63 << 2]), size, message]);
};

export async function send(prometheus, series) {
  const response = await fetch(`${prometheus}/api/v1/write`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', 'x-prometheus-remote-write-version': '0.1.0' },
    body: literal(Buffer.concat(series)),
  });
  if (!response.ok) {
    throw new Error(`remote write: ${response.status} ${await response.text()}`);
  }
}
