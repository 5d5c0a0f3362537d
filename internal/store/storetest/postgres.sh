#!/usr/bin/env bash
# Runs one PostgreSQL server for tests, on loopback, in a folder of its own: postgres.sh [setting=value…]
# It says "ok" and the server's address, then obeys the words start, stop and kill on its standard input with "ok", or "no" and what
# went wrong. When its input ends, and so also when whoever started it dies, server and folder go.
set -uo pipefail
# Who starts it may be interrupted or killed at any moment; the end of the input is the sign to tidy up, and no other.
trap '' INT TERM HUP PIPE

bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
[ -n "$bin" ] || {
	echo 'no there is none under /usr/lib/postgresql'
	exit 1
}
dir=$(mktemp -d -t sejur-postgres-XXXXXX)
as=()
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
	user=$(id -un postgres 2>/dev/null || echo nobody)
	as=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups)
	chown "$user" "$dir"
fi
if [ -n "${LD_PRELOAD:-}" ]; then # the server's user may not look into the folder that it comes from
	cp "$LD_PRELOAD" "$dir/preload.so"
	chmod 755 "$dir/preload.so"
	export LD_PRELOAD=$dir/preload.so
fi
cd "$dir" || exit 1
settings=()
for setting in listen_addresses=127.0.0.1 unix_socket_directories= fsync=on max_connections=300 "$@"; do settings+=(-c "$setting"); done

fail() { # what: tells it with the end of the server's log
	echo "no $1: $(tail -n 5 "$dir/log" 2>/dev/null | tr '\n' ' ')"
	return 1
}

# launch starts the server on the port and waits until it takes connections. Its own word for that is in the eighth line of its
# pid file, which a killed server leaves behind.
launch() {
	"${as[@]}" "$bin/postgres" -D "$dir/data" -p "$port" "${settings[@]}" >>"$dir/log" 2>&1 </dev/null &
	pid=$!
	until [ "$(sed -n '1p;8p' "$dir/data/postmaster.pid" 2>/dev/null | tr -d ' \n')" = "${pid}ready" ]; do
		kill -0 "$pid" 2>/dev/null || {
			gone
			return 1
		}
		sleep 0.05
	done
}

# gone waits for the server. Its number may soon be somebody else's, and how it ended says nothing.
gone() {
	wait "$pid" 2>/dev/null
	pid=
}

end() { # signal
	[ -z "$pid" ] && return
	kill "-$1" "$pid" 2>/dev/null
	gone
}

# crash kills every process of the server at once, and waits: the next server refuses to start beside a child of the dead one.
crash() {
	local all child
	[ -z "$pid" ] && return
	all=$(grep -lE "^PPid:[[:space:]]+$pid\$" /proc/[0-9]*/status 2>/dev/null | tr -dc '0-9\n')
	# shellcheck disable=SC2086 # a list of numbers
	kill -KILL "$pid" $all 2>/dev/null
	gone
	for child in $all; do
		while grep -qE '^State:[[:space:]]+[^Z]' "/proc/$child/status" 2>/dev/null; do sleep 0.02; done
	done
	return 0
}

begin() {
	"${as[@]}" "$bin/initdb" -D "$dir/data" -U postgres --auth=trust --locale=C.UTF-8 --encoding=UTF8 --no-sync >"$dir/log" 2>&1 </dev/null ||
		fail initdb || return
	# Below the ports that the kernel hands out to others by itself.
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		port=$((20000 + RANDOM % 12000))
		launch && return
	done
	fail start
}

begin && {
	echo "ok postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
	while read -r word; do
		case $word in
		start) [ -z "$pid" ] && launch || fail start ;;
		stop) end INT ;;
		kill) crash ;;
		*) echo "no $word" && false ;;
		esac && echo ok
	done
	end QUIT
}
rm -rf "$dir"
