#!/usr/bin/env bash
# Runs Tare against llama.cpp's OpenAI server, which nobody here wrote: streamed, unstreamed, and killed mid-run.
#
# The first time it installs llama-cpp-python and gguf into .real/venv and builds llama.cpp for the CPU, which takes a
# C++ compiler and some minutes. TARE_REAL_VENV names a virtual environment that has them already. What the runs and
# the server left is in .real/last.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=test/real
venv=${TARE_REAL_VENV:-.real/venv}
work=.real/last

cleanup() {
  kill -KILL $server $(jobs -p) 2>/dev/null || true
}
source test/real/begin.sh

install_server() {
  "$venv/bin/python" -c 'import gguf, llama_cpp.server.app, numpy' 2>/dev/null && return
  [[ -z ${TARE_REAL_VENV:-} ]] || die "$venv has no llama-cpp-python[server], gguf and numpy; unset TARE_REAL_VENV"
  echo "installing llama-cpp-python into $venv, which takes some minutes"
  python3 -m venv "$venv" || die 'needs python3 with its venv module'
  "$venv/bin/pip" install --quiet --requirement "$here/requirements.txt" || die 'llama-cpp-python did not install'
}

# The server picks its port, so that none has to be guessed, and names it once it is ready.
start_server() {
  # By default a new request cuts short the one that is being streamed.
  PYTHONUNBUFFERED=1 "$venv/bin/python" -m llama_cpp.server --model "$work/tiny.gguf" --model_alias tiny-random \
    --host 127.0.0.1 --port 0 --n_ctx 4096 --n_threads 1 --interrupt_requests false --verbose false \
    >"$work/server.log" 2>&1 &
  server=$!
  disown # so that bash has nothing to say about its end
  for _ in {1..300}; do
    url=$(sed -n 's/.*Uvicorn running on \(http:[^ ]*\).*/\1/p' "$work/server.log")
    [[ -z $url ]] || return 0
    kill -0 "$server" 2>/dev/null || die 'the server ended before it was ready'
    sleep 0.1
  done
  die 'the server was not ready within 30 s'
}

begun() { grep -c 'POST /v1/.* 200 OK' "$work/server.log" || true; }

tare() { node dist/cli/main.js "$@"; }

# measure NAME [flag…]: one run into its own folder, and then its check, which is of what was counted: a busy machine makes the
# times INVALID, and that is no fault.
measure() {
  local name=$1 status=0
  shift
  tare run "$url" --workers 1 --warmup 0s --seed 1 --input-tokens 16 --out "$work/$name" --format json "$@" \
    >"$work/$name.json" || status=$?
  [[ $status -eq 0 || $status -eq 3 ]] || die "tare run ($name) ended with $status"
  node_modules/.bin/tsx "$here/check-run.ts" "$name" "$work/$name"
}

# Kills the server once it has begun so many replies; it can't keep up with the load, so some are on their way then.
kill_after() {
  local enough=$(($(begun) + $1))
  for _ in {1..600}; do
    (($(begun) < enough)) || break
    sleep 0.1
  done
  kill -KILL "$server"
}

npm run --silent build
install_server
rm -rf "$work"
mkdir -p "$work"
"$venv/bin/python" "$here/make-tiny-gguf.py" "$work/tiny.gguf"
start_server
"$venv/bin/python" -c 'import llama_cpp; print("llama-cpp-python", llama_cpp.__version__)'

measure streamed --api openai-chat --model tiny-random --concurrency 4 --requests 60 --output-tokens 32
measure completions --api openai-completions --concurrency 4 --requests 60 --output-tokens 32
measure unstreamed --api openai-chat --no-stream --rate 20 --arrival poisson --requests 60 --output-tokens 32
kill_after 40 &
measure killed --api openai-chat --model tiny-random --rate 10 --arrival constant --requests 80 --output-tokens 400
