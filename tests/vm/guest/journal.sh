# Real faults of the real service, counted from the real journal: each line once, over the journal's rotation and the exporter's restart.

counted() { sed -n 's/^containerd_log_messages_total{.*pattern="\([a-z_]*\)".*} \([1-9][0-9]*\)$/\1 \2/p' $body | sort; }

scrape
declare -A lines
while read -r pattern number; do lines[$pattern]=$number; done < <(counted)
wanted() { for pattern in "${!lines[@]}"; do echo "$pattern ${lines[$pattern]}"; done | sort; }
counts_are() { scrape 2>/dev/null && [ "$(counted)" = "$(wanted)" ]; }

# counts NAME PATTERN LINES: a check that so many lines more are counted, and none of another pattern.
counts() {
    lines[$2]=$((${lines[$2]:-0} + $3))
    if eventually 15 counts_are; then ok "$1: $2"; else fail "$1" "expected $(wanted | tr '\n' ','), found $(counted | tr '\n' ',')"; fi
}

# said WORDS...: how many lines of the daemon since the last start of its unit have all of them.
said() {
    local text
    text=$(journalctl --unit=containerd --since="@$since" --output=cat)
    for words in "$@"; do text=$(grep -F -- "$words" <<<"$text"); done
    grep -c . <<<"$text"
}

# start_badly: one start that fails; without the stop systemd would try again.
start_badly() {
    since=$(date +%s)
    systemctl start containerd 2>/dev/null
    systemctl stop containerd
}

config=/etc/containerd/config.toml
database=/var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db
mkdir -p /etc/containerd
touch $config
cp $config /run/config.toml
systemctl stop containerd

printf 'version = 2\n[grpc\n' >$config
start_badly
counts "a start with a file that is no TOML" config_invalid 1
printf 'version = 2\nroot = "/etc/hostname"\n' >$config
start_badly
counts "a start with a file as its root" start_failed 1

mkdir -p /mnt/tiny
mount -t tmpfs -o size=8k tmpfs /mnt/tiny
printf 'version = 2\nroot = "/mnt/tiny"\nstate = "/run/tiny"\n' >$config
start_badly
umount /mnt/tiny
failures=$(said 'failed to load plugin' 'no space left on device')
expect_range "plugins without space" 1 100 "$failures"
lines[plugin_failed]=$((${lines[plugin_failed]:-0} + $(said 'failed to load plugin') - failures - $(said 'failed to load plugin' 'skip plugin') - $(said 'failed to load plugin' 'devmapper not configured')))
if [ "${lines[plugin_failed]}" = 0 ]; then unset 'lines[plugin_failed]'; fi
counts "a start on a full disk" no_space "$failures"
cp /run/config.toml $config

mkdir -p $address
start_badly
rmdir $address
counts "a start with a directory at the socket's path" listener_failed 1

cp --preserve=all $database /run/meta.db
truncate --size=9000 $database
start_badly
cp --preserve=all /run/meta.db $database
counts "a start with half of a database" database_panic 1

journalctl --rotate
systemctl restart containerd-exporter
within "the exporter answers after the rotation and its restart" 30 exporter_answers

flock $database sleep 4242 &
eventually 10 pgrep --full '^sleep 4242$' >/dev/null
systemctl start --no-block containerd
waits() { journalctl --unit=containerd --since=-60s --output=cat | grep -q 'waiting for response from boltdb open'; }
within "the daemon waits for its database" 40 waits
counts "a database that another process holds" database_locked 1
pkill --full '^sleep 4242$'
is_up() { systemctl is-active --quiet containerd && metric_is 1 containerd_up address=$address; }
within "it goes on when the database is free" 30 is_up

daemon=$(daemon_pid)
systemctl kill --kill-who=main --signal=ABRT containerd
is_new() { [ "$(daemon_pid)" != 0 ] && [ "$(daemon_pid)" != "$daemon" ] && is_up; }
within "systemd starts an aborted daemon again" 40 is_new
counts "an aborted daemon" panic 1

ctr run --detach --rootfs /srv/busybox slow /bin/busybox sleep 10000
shim=$(pgrep --full -- '-id slow( |$)')
since=$(date +%s)
kill -STOP "$shim"
ctr tasks ls >/dev/null
kill -CONT "$shim"
late=$(said 'get state for ' 'context deadline exceeded')
expect_range "tasks whose state was not told in time" 1 20 "$late"
counts "a shim that does not answer" deadline_exceeded "$late"

mount --bind /bin/false "$(command -v containerd-shim-runc-v2)"
kill -KILL "$shim"
cleaned() { [ "$(said 'failed to clean up after shim disconnected')" = 1 ]; }
within "the clean-up after a shim fails" 10 cleaned
umount "$(command -v containerd-shim-runc-v2)"
counts "a shim that nothing could clean up after" shim_error 1
systemctl restart containerd
counts "a start that finds what that shim has left" shim_lost 1
ctr container delete slow

journalctl --rotate
systemctl restart containerd-exporter
within "the exporter answers after another rotation" 30 exporter_answers
sleep 2 # What is too much must have had time to be counted.
counts_are
expect "lines counted in the end" "$(wanted | tr '\n' ',')" "$(counted | tr '\n' ',')"
within "containerd is healthy again" 20 is_up
