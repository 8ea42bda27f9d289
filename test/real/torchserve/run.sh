#!/usr/bin/env bash
# Sweeps a real TorchServe, which nobody here wrote: batch size, workers and concurrency, set and read back.
#
# The first time it installs torchserve, torch-model-archiver and CPU torch into .real/torchserve; it takes Java 17 and some
# minutes. TARE_TORCHSERVE_VENV names a virtual environment that has them already. What is left is in .real/torchserve-last.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
here=$PWD/test/real/torchserve
venv=${TARE_TORCHSERVE_VENV:-$PWD/.real/torchserve}
work=$PWD/.real/torchserve-last

cleanup() { [[ -z $server ]] || kill -KILL -- "-$server" 2>/dev/null || true; }
source test/real/begin.sh

command -v java >/dev/null || die 'TorchServe needs Java 17'
if ! "$venv/bin/python" -c 'import ts, torch, numpy, yaml' 2>/dev/null; then
  [[ -z ${TARE_TORCHSERVE_VENV:-} ]] || die "$venv has no torchserve, torch, numpy and pyyaml; unset TARE_TORCHSERVE_VENV"
  echo "installing torchserve into $venv, which takes some minutes"
  python3 -m venv "$venv" || die 'needs python3 with its venv module'
  "$venv/bin/pip" install --quiet --requirement "$here/requirements.txt" || die 'torchserve did not install'
fi

npm run --silent build
rm -rf "$work"
mkdir -p "$work/store"
(cd "$work" && "$venv/bin/python" "$here/make-model.py" 2>/dev/null) || die 'the model could not be made'
"$venv/bin/torch-model-archiver" --model-name length --version 1.0 --serialized-file "$work/length.pt" \
  --handler "$here/handler.py" --export-path "$work/store" >/dev/null || die 'the archive could not be made'

# It leaves its logs in the folder that it is started in.
cd "$work"
PATH=$venv/bin:$PATH setsid "$venv/bin/torchserve" --start --foreground --model-store "$work/store" \
  --ts-config "$here/config.properties" --disable-token-auth --enable-model-api >"$work/server.log" 2>&1 &
server=$!
disown
for _ in {1..600}; do
  grep -q 'Model server started' "$work/server.log" && break
  kill -0 "$server" 2>/dev/null || die 'TorchServe ended before it was ready'
  sleep 0.1
done

status=0
node "$here/../../../dist/cli/main.js" sweep "$here/plan.yaml" --out sweep || status=$?
[[ $status -eq 0 || $status -eq 3 ]] || die "tare sweep ended with $status"
[[ $(grep -c '"status":"measured"' "$work/sweep/cells.ndjson") -eq 24 ]] || die 'not all 24 runs were measured'

node "$here/../../../dist/cli/main.js" run "$here/storm.yaml" --out storm || status=$?
[[ $status -eq 0 || $status -eq 3 ]] || die "tare run ended with $status"
changes=$(grep -c '"outcome":"settled"' "$work/storm/scale-changes.ndjson" || true)
[[ $changes -ge 2 ]] || die 'no scaling up and down was settled under load'

left=$(python3 -c 'import json, urllib.request as u; print(len(json.load(u.urlopen("http://127.0.0.1:9081/models"))["models"]))')
[[ $left -eq 0 ]] || die 'the model was left registered'
echo "TorchServe: 24 runs measured, every setting read back, $changes changes of workers under load, nothing left registered"
