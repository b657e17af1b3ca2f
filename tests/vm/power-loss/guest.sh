# One boot of the power-loss test: what does the exporter say of the store that the last power loss left, the store itself for a check
# from outside, and then imports until the power goes.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./lib.sh

date --set '+1 hour' >/dev/null # What was written before the power loss is not young any more.
systemctl is-active containerd
install containerd-exporter /usr/local/bin # /run is mounted noexec.
containerd-exporter --state.dir=/run/state --content.interval=1s --content.scrub-rate=1GiB 2>/run/exporter.log &
has_looked() {
    scrape 2>/dev/null && [ "$(metric containerd_content_blobs)" != absent ] &&
        [ "$(metric containerd_database_last_check_timestamp_seconds database=metadata)" != absent ] &&
        { [ "$(metric containerd_content_blobs)" = 0 ] || [ "$(metric containerd_content_scrub_last_completed_timestamp_seconds)" != absent ]; }
}
if ! eventually 120 has_looked; then
    echo "== the exporter has not looked at everything"
    cat /run/exporter.log
fi
sleep 1
scrape
kill %1
systemctl stop containerd
tar --create --file=/dev/vdc --directory=/run metrics --directory=/var/lib/containerd --exclude=./io.containerd.snapshotter.v1.overlayfs/snapshots .
sync
systemctl start containerd

echo "== importing"
while true; do
    for image in image-*.tar; do
        ctr images import --digests --all-platforms "$image" >/dev/null 2>&1 && echo "imported $image"
    done
    ctr images ls --quiet | xargs ctr images rm >/dev/null 2>&1
done
