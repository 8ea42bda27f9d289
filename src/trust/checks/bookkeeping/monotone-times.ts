import type { Check } from '../../check.ts'
import { allOf, counted } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'

export const monotoneTimes: Check = {
  id: 'monotone-times',
  group: 'bookkeeping',
  title: 'No time runs backwards',
  tests:
    'Within each request, nothing was sent before its plan, nothing arrived before it was sent, no token came before the one before it, and nothing came after the end. One violation means that the times aren’t what they are called (a clock that stepped back, a timer that fired early, two clocks mixed up), and then no latency of the run can be believed.',
  formula:
    'planned_ns ≤ sent_ns ≤ first_byte_ns ≤ token_ns[0] ≤ token_ns[1] ≤ … ≤ end_ns for every request; any violation is invalid',
  source:
    'wrk2’s tripwire on negative latencies. Node’s timers fire up to 1.6 ms early, so a pacer that trusts them sends before its plan.',
  judge({ requests: { length, disordered } }) {
    if (length === 0) return notApplicable('there is no request')
    if (disordered.count === 0) {
      return passed(0, 0, length, `the times of ${allOf(length, 'request')} run forwards`)
    }
    return {
      status: 'invalid',
      statistic: disordered.count,
      threshold: 0,
      n: length,
      affects: ['*'],
      message: `times of ${counted(disordered.count, 'request')} of ${length} run backwards; ${disordered.first}`,
      remedy:
        'Keep the clock from stepping while a run lasts (see clock-steps); if it didn’t step, report a bug.',
    }
  },
}
