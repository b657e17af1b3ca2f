#!/usr/bin/env python3
"""Writes OCI archives of random layers: images.py DIR COUNT"""
import hashlib
import io
import json
import os
import sys
import tarfile

MEDIA = "application/vnd.oci.image."


def add(archive, name, data):
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))


def blob(archive, data):
    digest = hashlib.sha256(data).hexdigest()
    add(archive, f"blobs/sha256/{digest}", data)
    return {"digest": f"sha256:{digest}", "size": len(data)}


def layer():
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        for part in range(4):
            add(tar, f"file{part}", os.urandom(256 << 10))
    return data.getvalue()


for number in range(int(sys.argv[2])):
    with tarfile.open(f"{sys.argv[1]}/image-{number}.tar", "w") as archive:
        layers = [{"mediaType": f"{MEDIA}layer.v1.tar", **blob(archive, layer())} for _ in range(3)]
        config = {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": [each["digest"] for each in layers]}}
        manifest = {
            "schemaVersion": 2,
            "mediaType": f"{MEDIA}manifest.v1+json",
            "config": {"mediaType": f"{MEDIA}config.v1+json", **blob(archive, json.dumps(config).encode())},
            "layers": layers,
        }
        name = {"io.containerd.image.name": f"localhost/random:{number}"}
        index = {"mediaType": manifest["mediaType"], **blob(archive, json.dumps(manifest).encode()), "annotations": name}
        add(archive, "oci-layout", b'{"imageLayoutVersion":"1.0.0"}')
        add(archive, "index.json", json.dumps({"schemaVersion": 2, "manifests": [index]}).encode())
