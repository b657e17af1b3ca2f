#!/usr/bin/env python3
"""Checks a containerd root that no daemon uses: every database page by page, every blob by its digest.

usage: offline_check.py ROOT     prints "WHAT COUNT" lines, in the words of the exporter's metrics
It shares no code with the exporter: bbolt's file format (page.go, meta.go) and containerd's buckets are read here anew.
"""
import hashlib
import os
import struct
import sys

MAGIC, VERSION = 0xED0CDAED, 2
BRANCH, LEAF = 1, 2
BUCKET = 1
NOTHING = hashlib.sha256().hexdigest()


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


class Damage(Exception):
    pass


class Bolt:
    """A bbolt file, read whole."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        metas = [meta for meta in (self.meta(0), self.meta(4096)) if meta]
        self.valid_metas = len(metas)
        if metas:
            self.page_size, self.root, self.pages, _ = max(metas, key=lambda meta: meta[3])

    def meta(self, offset):
        raw = self.data[offset + 16:offset + 80]
        if len(raw) < 64:
            return None
        magic, version, page_size, _, root, _, _, pages, txid, checksum = struct.unpack("<IIIIQQQQQQ", raw)
        if (magic, version) != (MAGIC, VERSION) or checksum != fnv1a(raw[:56]):
            return None
        return page_size, root, pages, txid

    def state(self):
        if not self.valid_metas:
            return "corrupt"
        if len(self.data) < self.pages * self.page_size:
            return "truncated"
        try:
            for _ in self.walk(self.root, set()):
                pass
        except Damage:
            return "corrupt"
        return "ok" if self.valid_metas == 2 else "degraded"

    def walk(self, number, seen):
        """Every (path of buckets, key, value) below a page."""
        yield from self._page(number, (), seen)

    def _page(self, number, path, seen):
        if number in seen or not 2 <= number < self.pages:
            raise Damage(f"page {number} of {self.pages}")
        seen.add(number)
        offset = number * self.page_size
        own, _, _, overflow = struct.unpack_from("<QHHI", self.data, offset)
        if own != number:
            raise Damage(f"page {number} says that it is {own}")
        yield from self._elements(self.data[offset:offset + (overflow + 1) * self.page_size], path, seen)

    def _elements(self, page, path, seen):
        _, flags, count, _ = struct.unpack_from("<QHHI", page, 0)
        last = None
        for index in range(count):
            at = 16 + index * 16
            try:
                if flags & BRANCH:
                    position, key_size, child = struct.unpack_from("<IIQ", page, at)
                elif flags & LEAF:
                    kind, position, key_size, value_size = struct.unpack_from("<IIII", page, at)
                else:
                    raise Damage(f"flags {flags:x}")
            except struct.error as error:
                raise Damage(str(error)) from error
            key = page[at + position:at + position + key_size]
            if len(key) != key_size or (last is not None and key <= last):
                raise Damage("keys out of order")
            last = key
            if flags & BRANCH:
                yield from self._page(child, path, seen)
                continue
            value = page[at + position + key_size:at + position + key_size + value_size]
            if not kind & BUCKET:
                yield path, key, value
                continue
            root = struct.unpack_from("<Q", value, 0)[0]
            inner = path + (key.decode(errors="replace"),)
            if root:
                yield from self._page(root, inner, seen)
            else:
                yield from self._elements(value[16:], inner, seen)


def varint(data):
    """Go's binary.Varint: zigzag, seven bits at a time."""
    value = shift = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    return (value >> 1) ^ -(value & 1)


def known_blobs(bolt):
    sizes = {}
    for path, key, value in bolt.walk(bolt.root, set()):
        if len(path) == 5 and path[0] == "v1" and path[2:4] == ("content", "blob") and key == b"size":
            sizes[path[4]] = varint(value)
    return sizes


def digest_of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main(root):
    found = {}
    snapshotter = "io.containerd.snapshotter.v1."
    places = {"metadata": os.path.join(root, "io.containerd.metadata.v1.bolt/meta.db")}
    for name in os.listdir(root):
        if name.startswith(snapshotter) and os.path.exists(os.path.join(root, name, "metadata.db")):
            places[name.removeprefix(snapshotter)] = os.path.join(root, name, "metadata.db")
    for database, path in places.items():
        state = Bolt(path).state() if os.path.exists(path) else "absent"
        found[f"database {database} {state}"] = 1

    known = known_blobs(Bolt(places["metadata"]))
    folder = os.path.join(root, "io.containerd.content.v1.content/blobs/sha256")
    damaged = dict.fromkeys(("empty", "size", "digest", "missing"), 0)
    on_disk = os.listdir(folder) if os.path.isdir(folder) else []
    for name in on_disk:
        path = os.path.join(folder, name)
        size = os.path.getsize(path)
        if size == 0 and name != NOTHING:
            damaged["empty"] += 1
        elif size != known.get(f"sha256:{name}", size):
            damaged["size"] += 1
        elif digest_of(path) != name:
            damaged["digest"] += 1
    damaged["missing"] = len(set(known) - {f"sha256:{name}" for name in on_disk})
    found["blobs"] = len(on_disk)
    for kind, count in damaged.items():
        found[f"damaged {kind}"] = count
    for what in sorted(found):
        print(what, found[what])


main(sys.argv[1])
