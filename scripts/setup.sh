#!/usr/bin/env bash
# Installs what the tests need and this machine lacks: Debian packages, then those of npm that stand in e2e/package.json.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
need() { # command, package: the package when the command is not there
	command -v "$1" >/dev/null 2>&1 || missing+=("$2")
}
need chromium chromium
need npm npm
need gcc gcc # the race detector links C
[ -e /usr/include/stdlib.h ] || missing+=(libc6-dev)
# Without fonts a page is drawn as empty boxes, and texts have other widths.
compgen -G '/usr/share/fonts/truetype/*/*.ttf' >/dev/null || missing+=(fonts-dejavu-core)
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
need pdftoppm poppler-utils # judges of our PDF
need tesseract tesseract-ocr # reads the zones of passports
[ -e /usr/share/fonts/opentype/ocr-b/OCRBS.otf ] || missing+=(fonts-ocr-b) # in which the tests print them
need qpdf qpdf
need dmtxread dmtx-utils # reads the seals that we draw
need softhsm2-util softhsm2
[ -x /usr/sbin/clamd ] || missing+=(clamav-daemon)
[ -d /usr/lib/python3/dist-packages/aiosmtpd ] || missing+=(python3-aiosmtpd)
for name in "$@"; do need "$name" "$name"; done # more programs, for the long runs

if [ ${#missing[@]} -gt 0 ]; then
	root=()
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null 2>&1 || {
			echo "setup: please install, as root: ${missing[*]}" >&2
			exit 1
		}
		root=(sudo)
	fi
	echo "setup: installing ${missing[*]}"
	apt() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" </dev/null >/dev/null; }
	apt update
	if [[ " ${missing[*]} " == *" postgresql "* ]]; then
		# The tests start servers of their own; the one that Debian would make and start is in nobody's way when it is not made.
		apt install -y --no-install-recommends postgresql-common
		"${root[@]}" sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
	fi
	apt install -y --no-install-recommends "${missing[@]}"
fi

# The lock file that the packages came from is kept beside them: the same text means the same packages.
if ! cmp -s e2e/package-lock.json e2e/node_modules/.from-lock.json; then
	echo "setup: installing what e2e/package.json names"
	(cd e2e && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null)
	cp e2e/package-lock.json e2e/node_modules/.from-lock.json
fi

# The S3 server of the tests takes a minute to build, and Go keeps it.
echo "setup: building the S3 server of the tests, unless it is there"
go tool -n -modfile=s3.mod versitygw >/dev/null
