import type { Check } from '../../check.ts'
import { duration, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { figureErrors } from './figure-errors.ts'
import { growth, windowPeriods } from './window-periods.ts'

/** As timestamp-error's: what the sharing must have put in doubt to matter. */
const doubtful = 0.05
const suspect = 0.05

export const eventsPerRead: Check = {
  id: 'events-per-read',
  group: 'instrument',
  title: 'Tokens came one to a read',
  tests:
    'Token events that one read brings have one stamp, so the gaps between them are 0 and the gap before them has it all. Either the server wrote them together, and this is what a client of it sees, or they piled up while this one was busy. Which it was shows in the error: a loop that came round soon, or that the first of them woke, has piled up nothing.',
  formula:
    'share = token events that followed another in the same read = (token_events − token_reads) / token_events over the measured window; suspect above 5 % where the error of a figure of itl is above 5 % of it, else ok',
  source: 'docs/accuracy.md, The error bound. No figure of ITL may be finer than the loop that took it.',
  judge(evidence) {
    const { measured, workers } = evidence
    let events = 0
    let reads = 0
    for (const { atNs, tokenEvents, tokenReads } of workers) {
      for (const i of windowPeriods(atNs, measured.window)) {
        events += growth(tokenEvents, i)
        reads += growth(tokenReads, i)
      }
    }
    if (!(events > 0) || Number.isNaN(reads))
      return notApplicable('no tokens were streamed, or nobody counted')
    const share = (events - reads) / events
    const seen = `${percent(share)} of tokens shared the read of another`
    const error = figureErrors(evidence).find(({ metric }) => metric === 'itl')
    if (share <= suspect || error === undefined || error.ratio <= doubtful) {
      const reason = share > suspect ? ', which the server wrote together' : ''
      return passed(share, suspect, events, seen + reason)
    }
    return {
      status: 'suspect',
      statistic: share,
      threshold: suspect,
      n: events,
      affects: ['itl'],
      message: `${seen}, and may have come up to ${duration(error.errorMs * 1e6)} apart: their gaps of 0 may be none`,
      remedy:
        'Use more --workers, or --pin. If the share stays, the server writes several tokens at a time: quote tpot rather than itl.',
    }
  },
}
