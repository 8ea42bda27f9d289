import type { Check } from '../check.ts'
import { calibration } from './instrument/calibration.ts'
import { cgroupThrottling } from './instrument/cgroup-throttling.ts'
import { clientCpu } from './instrument/client-cpu.ts'
import { cpuSteal } from './instrument/cpu-steal.ts'
import { eventsPerRead } from './instrument/events-per-read.ts'
import { gcPauses } from './instrument/gc-pauses.ts'
import { loopTurns } from './instrument/loop-turns.ts'
import { readDelay } from './instrument/read-delay.ts'
import { retransmits } from './instrument/retransmits.ts'
import { runQueue } from './instrument/run-queue.ts'
import { timestampError } from './instrument/timestamp-error.ts'
import { timestampSource } from './instrument/timestamp-source.ts'
import { workerHomogeneity } from './instrument/worker-homogeneity.ts'

/** Whether the client was fit to measure what it measured: the stamps first, then what may have spoilt them. */
export const instrumentChecks: readonly Check[] = [
  timestampSource,
  timestampError,
  eventsPerRead,
  readDelay,
  loopTurns,
  clientCpu,
  runQueue,
  gcPauses,
  cgroupThrottling,
  cpuSteal,
  retransmits,
  workerHomogeneity,
  calibration,
]
