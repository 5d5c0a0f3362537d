#!/usr/bin/env bash
# Runs one S3 server for tests, versitygw over a folder of its own, on loopback. It says "ok", the server's address and the folder, and
# when its input ends, and so also when whoever started it dies, server and folder go.
set -uo pipefail
# Who starts it may be interrupted or killed at any moment; the end of the input is the sign to tidy up, and no other.
trap '' INT TERM HUP PIPE

# The server is built once and then kept by Go (scripts/setup.sh does so beforehand).
server=$(go tool -n -modfile="$(dirname "$(go env GOMOD)")/s3.mod" versitygw) || {
	echo 'no it cannot be built'
	exit 1
}
dir=$(mktemp -d -t sejur-s3-XXXXXX)
mkdir "$dir/buckets" "$dir/about"

# launch starts the server on the port and waits until it takes connections.
launch() {
	ROOT_ACCESS_KEY=$ACCESS ROOT_SECRET_KEY=$SECRET "$server" --port "127.0.0.1:$port" --quiet --keep-alive \
		posix --sidecar "$dir/about" "$dir/buckets" >"$dir/log" 2>&1 </dev/null &
	pid=$!
	until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.05
	done
}

begin() {
	# Below the ports that the kernel hands out to others by itself.
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		port=$((20000 + RANDOM % 12000))
		launch && return
	done
	echo "no $(tail -n 5 "$dir/log" | tr '\n' ' ')"
	return 1
}

begin && {
	echo "ok 127.0.0.1:$port $dir/buckets"
	while read -r _; do echo ok; done
	kill -TERM "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
}
rm -rf "$dir"
