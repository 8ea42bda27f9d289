#!/usr/bin/env bash
# Measures a model on a real MLServer, which nobody here wrote: loaded and unloaded by Tare, refused what it wouldn't heed, and
# started anew for each batch size.
#
# The first time it installs mlserver into .real/mlserver. TARE_MLSERVER_VENV names a virtual environment that has it already.
# What is left is in .real/mlserver-last.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
here=test/real/mlserver
venv=${TARE_MLSERVER_VENV:-$PWD/.real/mlserver}
work=.real/mlserver-last

cleanup() { [[ -z $server ]] || kill -KILL -- "-$server" 2>/dev/null || true; }
source test/real/begin.sh

tare() { node dist/cli/main.js "$@"; }

# sweep NAME RUNS: a sweep whose runs are all measured, by the names of MLServer's own metrics.
sweep() {
  local status=0
  tare sweep "$here/$1.yaml" --out "$work/$1" || status=$?
  [[ $status -eq 0 || $status -eq 3 ]] || die "tare sweep ($1) ended with $status"
  [[ $(grep -c '"status":"measured"' "$work/$1/cells.ndjson") -eq $2 ]] || die "not all $2 runs of $1 were measured"
  [[ $(grep -l '"source": *"mlserver"' "$work/$1"/runs/*/summary.json | wc -l) -eq $2 ]] || die "MLServer's metrics went unread in $1"
}

if ! "$venv/bin/python" -c 'import mlserver' 2>/dev/null; then
  [[ -z ${TARE_MLSERVER_VENV:-} ]] || die "$venv has no mlserver; unset TARE_MLSERVER_VENV"
  echo "installing mlserver into $venv"
  python3 -m venv "$venv" || die 'needs python3 with its venv module'
  "$venv/bin/pip" install --quiet --requirement "$here/requirements.txt" || die 'mlserver did not install'
fi
export TARE_REAL_MLSERVER=$venv/bin/mlserver

npm run --silent build
rm -rf "$work"
mkdir -p "$work"

export MLSERVER_ENVIRONMENTS_DIR=$work/environments MLSERVER_DEBUG=false PYTHONDONTWRITEBYTECODE=1
MLSERVER_HOST=127.0.0.1 MLSERVER_HTTP_PORT=9180 MLSERVER_GRPC_PORT=9181 MLSERVER_METRICS_PORT=9182 \
  MLSERVER_METRICS_DIR=$work/metrics MLSERVER_LOAD_MODELS_AT_STARTUP=false \
  setsid "$venv/bin/mlserver" start "$here/repository" >"$work/server.log" 2>&1 &
server=$!
disown
for _ in {1..300}; do
  curl --silent --fail --output /dev/null http://127.0.0.1:9180/v2/health/ready && break
  kill -0 "$server" 2>/dev/null || die 'MLServer ended before it was ready'
  sleep 0.1
done

sweep managed 4

status=0
tare sweep "$here/refused.yaml" --out "$work/refused" || status=$?
[[ $status -eq 1 ]] || die "settings that MLServer ignores were measured, or the sweep ended otherwise: $status"
grep -q 'has no configuration that could be read back' "$work/refused/cells.ndjson" || die 'they were refused for another reason'

states=$(curl --silent --request POST --header 'content-type: application/json' --data '{}' \
  http://127.0.0.1:9180/v2/repository/index)
[[ $states == *'"state":"UNAVAILABLE"'* ]] || die "the model was left loaded: $states"

sweep batches 2
echo 'MLServer: 6 runs measured, settings that it ignores refused, its model unloaded again'
