import type { Check } from '../../check.ts'
import { grade } from '../../grade.ts'
import { percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'

const missed = { suspect: 0.01, invalid: 0.1 }
const failing = { suspect: 0.01, invalid: 0.1 }

export const background: Check = {
  id: 'background',
  group: 'arrivals',
  title: 'The background ran all the while',
  tests:
    'A background is there to be in the way of what is measured. Where it ended before the measured window did, or its requests failed, the latencies are partly those of a server without it, and the interference comes out too small: a model that was unloaded for want of memory costs its neighbour nothing.',
  formula:
    'share of the measured window through which the background ran no more, share of its requests that ended in the window without success: each suspect above 1 %, invalid above 10 %; invalid when none was in flight in the window',
  source: 'Two load generators started by hand side by side, of which nobody looks at the second.',
  judge({ measured: { background: seen } }) {
    if (seen === null) return notApplicable('nothing ran beside the measured load')
    const uncovered = 1 - seen.covered_share
    const ended = seen.completed + seen.failed
    const failedShare = ended === 0 ? 0 : seen.failed / ended
    const idle = (seen.in_flight_mean ?? 0) === 0
    const ofTime = grade(idle ? 1 : uncovered, missed)
    const ofFailures = grade(failedShare, failing)
    const isOfTime = rank(ofTime.status) >= rank(ofFailures.status)
    const { status, threshold } = isOfTime ? ofTime : ofFailures
    const statistic = isOfTime ? (idle ? 1 : uncovered) : failedShare
    if (status === 'ok') {
      const message = `the background ran through the whole window, and ${percent(failedShare)} of its requests failed`
      return passed(Math.max(uncovered, failedShare), threshold, ended, message)
    }
    const lack = idle
      ? 'no request of the background was in flight while it was measured'
      : `the background ran through ${percent(seen.covered_share)} of the measured window only`
    return {
      status,
      statistic,
      threshold,
      n: ended,
      affects: ['*'],
      message: isOfTime
        ? lack
        : `${percent(failedShare)} of the background’s requests failed (${seen.failed} of ${ended})`,
      remedy: `See what became of it (tare report on the folder background in the run's, and the run's log.ndjson); lower background.load, or mend its target.`,
    }
  },
}

function rank(status: string): number {
  return ['ok', 'suspect', 'invalid'].indexOf(status)
}
