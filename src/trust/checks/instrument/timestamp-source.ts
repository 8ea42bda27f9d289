import type { Check } from '../../check.ts'
import { passed } from '../../passed.ts'
import { isRunQueueTold } from './run-queue-told.ts'
import { hasUserStamps, measuredLatencies } from './touched-latencies.ts'

export const timestampSource: Check = {
  id: 'timestamp-source',
  group: 'instrument',
  title: 'Who stamped the arrivals',
  tests:
    'A kernel stamp is taken when the segment arrives, whatever the process is doing, and its error is bounded by proof. A stamp of the process’s own is late by all the time that it was busy or not running. Its bound is its best account of that, in which the wait for a core isn’t: where the system tells that wait, the checks of it judge the run; where it doesn’t, nothing does.',
  formula:
    'timestamp_source of the least accurate record: so_timestamping and so_timestampns ok; user suspect when the kernel’s were asked for, or when run_queue_ns isn’t known; else ok',
  source: 'docs/accuracy.md, How arrivals are stamped. Every other load generator stamps in user space.',
  judge(evidence) {
    const { measured, plan, workers } = evidence
    const { timestamp_source } = measured.instrument
    const n = workers.length
    if (!hasUserStamps(measured)) return passed(null, null, n, `stamped by the kernel (${timestamp_source})`)
    const fellBack = plan.transport === 'kernel'
    if (isRunQueueTold(evidence) && !fellBack) {
      return passed(
        null,
        null,
        n,
        'stamped by the process, late by whatever held it up: timestamp-error, loop-turns and run-queue say how much',
      )
    }
    return {
      status: 'suspect',
      statistic: null,
      threshold: null,
      n,
      affects: measuredLatencies(measured).map(({ name }) => name),
      message: fellBack
        ? 'some arrivals were stamped by the process though the kernel was asked to: a unix socket, or a kernel without socket stamps'
        : 'stamped by the process, on a system that doesn’t tell how long it waited for a core: nothing bounds the lateness of a stamp',
      remedy: fellBack
        ? 'Measure over TCP, or say --transport portable to judge the run by what the process knows.'
        : 'Measure from Linux with --transport kernel.',
    }
  },
}
