#!/usr/bin/env bash
# Runs one ClamAV daemon for tests, as whoever starts it, with a configuration and a database of its own that knows one file alone. It says
# "ok" and the path of its socket; when its input ends, and so also when whoever started it dies, daemon and folder go.
set -uo pipefail
# Who starts it may be interrupted or killed at any moment; the end of the input is the sign to tidy up, and no other.
trap '' INT TERM HUP PIPE

daemon=$(PATH=$PATH:/usr/sbin command -v clamd) || {
	echo 'no there is no clamd'
	exit 1
}
dir=$(mktemp -d -t sejur-clamd-XXXXXX)
mkdir "$dir/database"
echo "$SIGNATURE" >"$dir/database/test.hdb"
cat >"$dir/clamd.conf" <<END
DatabaseDirectory $dir/database
LocalSocket $dir/socket
TemporaryDirectory $dir
LogFile $dir/log
Foreground yes
StreamMaxLength 21M
MaxThreads 4
ConcurrentDatabaseReload no
END

begin() {
	"$daemon" --config-file="$dir/clamd.conf" >"$dir/said" 2>&1 </dev/null &
	pid=$!
	until [ -S "$dir/socket" ]; do
		kill -0 "$pid" 2>/dev/null || {
			echo "no $(tail -n 5 "$dir/said" "$dir/log" 2>/dev/null | tr '\n' ' ')"
			return 1
		}
		sleep 0.05
	done
}

begin && {
	echo "ok $dir/socket"
	while read -r _; do echo ok; done
	kill -TERM "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
}
rm -rf "$dir"
