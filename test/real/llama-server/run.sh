#!/usr/bin/env bash
# Runs Tare against llama.cpp's own server, in C++: streamed, with its usage and finish reasons, and its metrics scraped.
#
# The first time it builds llama-server from the sources in llama-cpp-python's archive, which takes cmake, ninja, a C++ compiler and
# some ten minutes. TARE_LLAMA_SERVER names one that is there already. What the runs and the server left is in
# .real/llama-server-last.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
here=test/real/llama-server
home=.real/llama-server
binary=${TARE_LLAMA_SERVER:-$home/build/bin/llama-server}
work=.real/llama-server-last

cleanup() { [[ -z $server ]] || kill -KILL "$server" 2>/dev/null || true; }
source test/real/begin.sh

build_server() {
  [[ ! -x $binary ]] || return 0
  [[ -z ${TARE_LLAMA_SERVER:-} ]] || die "there is no $binary; unset TARE_LLAMA_SERVER"
  command -v cmake ninja c++ >/dev/null || die 'building llama-server needs cmake, ninja and a C++ compiler'
  echo "building llama-server in $home, which takes some ten minutes"
  "$home/venv/bin/pip" download --quiet --no-deps --no-binary llama-cpp-python --dest "$home" llama-cpp-python==0.3.36 ||
    die 'its sources could not be had'
  tar xzf "$home"/llama_cpp_python-*.tar.gz -C "$home"
  cmake -S "$home"/llama_cpp_python-*/vendor/llama.cpp -B "$home/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DBUILD_SHARED_LIBS=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_OPENSSL=OFF \
    -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF -DGGML_OPENMP=OFF -DCMAKE_CXX_FLAGS_RELEASE=-O1 >"$home/build.log" &&
    ninja -C "$home/build" llama-server >>"$home/build.log" || die "it did not build: see $home/build.log"
}

# measure NAME [flag…]: one run into its own folder, and then its check, which is of what was counted: a busy machine makes the
# times INVALID, and that is no fault.
measure() {
  local name=$1 status=0
  shift
  node dist/cli/main.js run "$url" --workers 1 --warmup 0s --seed 1 --input-tokens 16 --output-tokens 32 --model tiny-random \
    --scrape "$url/metrics" --scrape-interval 500ms --out "$work/$name" --format json "$@" >"$work/$name.json" ||
    status=$?
  [[ $status -eq 0 || $status -eq 3 ]] || die "tare run ($name) ended with $status"
  node_modules/.bin/tsx test/real/check-run.ts "$name" "$work/$name"
}

npm run --silent build
if ! "$home/venv/bin/python" -c 'import gguf, numpy' 2>/dev/null; then
  python3 -m venv "$home/venv" || die 'needs python3 with its venv module'
  "$home/venv/bin/pip" install --quiet --requirement "$here/requirements.txt" || die 'gguf did not install'
fi
build_server
rm -rf "$work"
mkdir -p "$work"
"$home/venv/bin/python" test/real/make-tiny-gguf.py "$work/tiny.gguf"

# Two slots, so that most of eight requests wait for one.
url=http://127.0.0.1:9380
"$binary" --model "$work/tiny.gguf" --alias tiny-random --host 127.0.0.1 --port 9380 --ctx-size 4096 --parallel 2 --threads 1 \
  --metrics >"$work/server.log" 2>&1 &
server=$!
disown
for _ in {1..300}; do
  curl --silent --fail --output /dev/null "$url/health" && break
  kill -0 "$server" 2>/dev/null || die 'llama-server ended before it was ready'
  sleep 0.1
done

measure scraped --api openai-chat --concurrency 8 --requests 200
measure scraped-unstreamed --api openai-chat --no-stream --concurrency 8 --requests 200
