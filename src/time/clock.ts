/** Reads the time in nanoseconds since the run's epoch. A double: exact for 104 days. */
export interface Clock {
  nowNs(): number
}

/**
 * The run's epoch: CLOCK_REALTIME at its start, in nanoseconds since 1970. All processes of a run share it, and
 * every time in a run's files is relative to it.
 */
export type EpochUnixNs = bigint
