#!/bin/bash
# The real services that a deployment may use, for tests on a Debian machine: scripts/services.sh start|stop|test|journeys|suite.
# Everything lives in .services/ and listens on loopback only; start is idempotent and waits until each answers.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD/.services
PG_PORT=54399 REDIS_PORT=63799 SEARCH_PORT=19299 STRIPE_PORT=12199
STRIPE_MOCK=v0.203.0

say() { echo "services: $*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif sudo -n true 2>/dev/null; then sudo -n "$@"
    else say "these packages are missing and only root can install them: $wanted"; exit 1; fi
}

# Server processes of PostgreSQL refuse to run as root.
as_server() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

need() { command -v "$1" >/dev/null || ls $1 >/dev/null 2>&1 || wanted="$wanted $2"; }

install_packages() {
    wanted=""
    need "/usr/lib/postgresql/*/bin/initdb" postgresql
    need redis-server redis-server
    need chromium chromium
    need /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc fonts-noto-cjk
    [ -d "$here/opensearch/lib" ] || need mvn maven
    need javac default-jdk-headless
    [ -x "$here/bin/stripe-mock" ] || need go golang-go
    need "/usr/lib/*/libpangoft2-1.0.so.0" libpangoft2-1.0-0
    need curl curl
    need age age
    [ -z "$wanted" ] && return
    say "installing$wanted"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $wanted >/dev/null
}

wait_for() { # name, seconds, command…
    local name=$1 until=$((SECONDS + $2))
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $until ] || { say "$name does not answer; see $here/log"; exit 1; }
        sleep 0.5
    done
    say "$name answers"
}

is_alive() { [ -f "$here/$1.pid" ] && kill -0 "$(cat "$here/$1.pid")" 2>/dev/null; }

launch() { # name, command…
    local name=$1
    shift
    setsid nohup "$@" >"$here/log/$name.log" 2>&1 </dev/null &
    echo $! >"$here/$name.pid"
}

# The server's own account must reach its folder; below /root it cannot.
pg_data() {
    if as_server test -x "$here"; then echo "$here/postgres"
    else echo "/var/tmp/marketplace-$(echo "$here" | cksum | cut -d' ' -f1)-postgres"; fi
}

pg_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }

start_postgres() {
    local bin data
    bin=$(pg_bin)
    data=$(pg_data)
    if [ ! -f "$data/PG_VERSION" ]; then
        mkdir -p "$data"
        if [ "$(id -u)" = 0 ]; then chown postgres "$data"; fi
        as_server "$bin/initdb" -D "$data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >"$here/log/initdb.log"
    fi
    if ! as_server "$bin/pg_ctl" -D "$data" status >/dev/null; then
        as_server "$bin/pg_ctl" -D "$data" -l "$data/server.log" -w start -o \
            "-p $PG_PORT -c listen_addresses=127.0.0.1 -k '' -c fsync=off -c max_connections=200" >/dev/null
    fi
    wait_for PostgreSQL 30 "$bin/pg_isready" -h 127.0.0.1 -p $PG_PORT
    "$bin/psql" -qAt -h 127.0.0.1 -p $PG_PORT -U postgres -c "SELECT 1 FROM pg_database WHERE datname = 'marketplace'" |
        grep -q 1 || "$bin/createdb" -h 127.0.0.1 -p $PG_PORT -U postgres marketplace
}

start_redis() {
    is_alive redis || launch redis redis-server --port $REDIS_PORT --bind 127.0.0.1 --save "" --dir "$here"
    wait_for Redis 20 redis-cli -p $REDIS_PORT ping
}

start_search() {
    local lib=$here/opensearch/lib
    if [ ! -f "$lib/.complete" ]; then
        say "fetching the search node"
        mvn -q -B -f scripts/opensearch/pom.xml dependency:copy-dependencies -DoutputDirectory="$lib" >"$here/log/maven.log" 2>&1
        touch "$lib/.complete"
    fi
    if ! is_alive opensearch; then
        rm -rf "$here/opensearch/node"
        launch opensearch java -Xms512m -Xmx512m -cp "$lib/*" scripts/opensearch/Node.java "$here/opensearch/node" $SEARCH_PORT
    fi
}

start_stripe() {
    if [ ! -x "$here/bin/stripe-mock" ]; then
        say "building stripe-mock $STRIPE_MOCK"
        GOBIN=$here/bin go install "github.com/stripe/stripe-mock@$STRIPE_MOCK" >"$here/log/go.log" 2>&1
    fi
    is_alive stripe-mock || launch stripe-mock "$here/bin/stripe-mock" -http-addr 127.0.0.1:$STRIPE_PORT
}

start() {
    mkdir -p "$here/log" "$here/bin"
    chmod 755 "$here"
    install_packages
    start_search
    start_postgres
    start_redis
    start_stripe
    wait_for stripe-mock 60 curl -s -o /dev/null "http://127.0.0.1:$STRIPE_PORT/"
    wait_for OpenSearch 240 curl -sf "http://127.0.0.1:$SEARCH_PORT/_cluster/health?wait_for_status=yellow&timeout=1s"
    cat >"$here/env" <<END
export DATABASE_URL=postgresql://postgres@127.0.0.1:$PG_PORT/marketplace
export BROKER_URL=redis://127.0.0.1:$REDIS_PORT/0
export SEARCH_URL=http://127.0.0.1:$SEARCH_PORT
export STRIPE_MOCK_URL=http://127.0.0.1:$STRIPE_PORT
END
    say "ready; addresses in .services/env"
}

stop() {
    for name in opensearch redis stripe-mock; do
        if is_alive "$name"; then kill "$(cat "$here/$name.pid")"; fi
        rm -f "$here/$name.pid"
    done
    if [ -d "$here" ] && [ -n "$(pg_bin)" ]; then
        as_server "$(pg_bin)/pg_ctl" -D "$(pg_data)" -m fast -w stop >/dev/null 2>&1 || true
    fi
    say "stopped"
}

with_services() {
    [ -f "$here/env" ] || { say "run make services first"; exit 1; }
    . "$here/env"
}

# They start the product themselves.
run_journeys() { .venv/bin/python -m pytest -q -m journey tests/journeys $PYTEST; }

# What a service decides: every test of a service by name and of several connections at once. The rest is `make
# test`'s, whose embedded PostgreSQL is the same server. SUITE=services leaves the connections to it too.
run_suite() {
    .venv/bin/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --create-db \
        --ignore tests/house --ignore tests/demo --ignore tests/web --ignore tests/cms --ignore tests/desk \
        -m "(${SUITE:-services or connections}) and not journey" $PYTEST
}

# Journeys mostly wait for pages, so the suite runs beside them. A choice of tests by PYTEST may leave one side empty (5).
run_tests() {
    run_journeys >"$here/log/journeys.log" 2>&1 &
    journeys=$!
    suite=0
    run_suite || suite=$?
    walked=0
    wait $journeys || walked=$?
    cat "$here/log/journeys.log"
    [ $suite = 0 ] && { [ $walked = 0 ] || [ $walked = 5 ]; }
}

PYTEST=${PYTEST:-}
case "${1:-}" in
    start) start ;;
    stop) stop ;;
    test) with_services; run_tests ;;
    journeys) with_services; run_journeys ;;
    suite) with_services; run_suite ;;
    *) say "usage: scripts/services.sh start|stop|test|journeys|suite"; exit 2 ;;
esac
