/**
 * Every error that Tare shows a person has a stable code, says what is wrong, and says what to change.
 * This table is the one place where a code gets its exit status.
 */
const exitStatusOf = {
  /** A flag, its value, or a combination of them. */
  usage: 2,
  /** The plan file. */
  plan: 2,
  /** The run folder: exists already, can't be written, isn't a run. */
  folder: 2,
  /** A file that the plan names: prompts, lengths, certificates. */
  input: 2,
  /** The target can't be reached: name, route, port, TLS. */
  unreachable: 2,
  /** The target answers, but not as the plan's API and model: 401, 404, HTML, no event stream. */
  target: 2,
  /** The server under management: doesn't start, dies, ignores a setting, can't be put back. */
  server: 2,
  /** The machine has run out: disk, file descriptors, ports, memory. */
  resources: 1,
  /** A bug in Tare. */
  internal: 1,
  /** Ctrl-C. */
  interrupted: 130,
} as const

/**
 * The exit status of a command whose run ended as it should but mustn't be believed: its verdict is INVALID. An error's
 * status, and that of an interrupted run, come before it.
 */
export const invalidRunStatus = 3

/** Of `compare`, `gate` and `ab` of what can't be compared: plans, targets or machines have to be changed, as after any error of use. */
export const notComparableStatus = 2

/** Exit statuses of `tare gate`: a regression or a missed objective is shown; or neither that nor the contrary, where that won't do. */
export const failedGateStatus = 4
export const inconclusiveGateStatus = 5

export type ErrorCode = keyof typeof exitStatusOf

export interface TareErrorOptions {
  /** What to change, as a sentence. */
  readonly hint?: string
  readonly cause?: unknown
}

/** An error that a person can mend: what is wrong, where, and in `hint` what to change. */
export class TareError extends Error {
  override readonly name = 'TareError'
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, options: TareErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}

/** What a message quotes of a text that may be long. */
export function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

/** The process's exit status for anything thrown: 1 for what isn't a TareError. */
export function exitStatusFor(error: unknown): number {
  return error instanceof TareError ? exitStatusOf[error.code] : 1
}
