interface Remedy {
  readonly kind: string
  /** Only for messages that match; for all where it is left out. That of an http_error begins `HTTP 404`. */
  readonly message?: RegExp
  readonly change: string
}

/** The first that fits counts, so the particular stand before the general. */
const remedies: readonly Remedy[] = [
  { kind: 'connect_error', message: /EMFILE|ENFILE/, change: 'raise the limit of open files (ulimit -n)' },
  {
    kind: 'connect_error',
    message: /EADDRNOTAVAIL/,
    change: 'no local port was free: widen net.ipv4.ip_local_port_range, or lower --max-concurrency',
  },
  {
    kind: 'connect_error',
    change: 'check that the server is up, reachable from here, and accepts this many',
  },
  { kind: 'reset', change: 'see the server’s log, and the idle timeout of any proxy on the way' },
  { kind: 'truncated', change: 'the reply stopped before its end: see the server’s log for a crash' },
  { kind: 'timeout', change: 'raise --timeout, or lower the load if the server can’t carry it' },
  { kind: 'malformed', change: 'check --api and the target’s base URL: this is not what the API sends' },
  { kind: 'in_stream_error', change: 'see the server’s log: it reported this inside a reply' },
  { kind: 'censored', change: 'unfinished when draining ended: lower the load, or ask for shorter replies' },
  {
    kind: 'http_error',
    message: /^HTTP 40[13]\b/,
    change: 'give the API key with --api-key-env VAR, and check what it may use',
  },
  { kind: 'http_error', message: /^HTTP 404\b/, change: 'check --model and the target’s base URL' },
  {
    kind: 'http_error',
    message: /^HTTP (400|413|422)\b/,
    change:
      'the request itself was refused: check its token lengths against the model’s limits, or a --body against its inputs',
  },
  {
    kind: 'http_error',
    message: /^HTTP 429\b/,
    change: 'lower --rate or --concurrency: the server limits how much it takes',
  },
  {
    kind: 'http_error',
    message: /^HTTP 50[234]\b/,
    change: 'lower the load, and see the log of the server and of any proxy before it',
  },
  { kind: 'http_error', message: /^HTTP 5\d\d\b/, change: 'see the server’s log' },
]

/** What to change about an error of this kind with this message; undefined where nothing general is true. */
export function remedyFor(kind: string, message: string): string | undefined {
  return remedies.find((remedy) => remedy.kind === kind && (remedy.message?.test(message) ?? true))?.change
}
