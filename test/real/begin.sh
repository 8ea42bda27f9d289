# Sourced by each script here. Its `cleanup` ends the server with the script; `die` says why, with the end of the log in $work.
server=

trap cleanup EXIT
trap 'exit 130' INT TERM

die() {
  echo "test:real: $1" >&2
  [[ ! -f $work/server.log ]] || tail -n 20 "$work/server.log" >&2
  exit 1
}
