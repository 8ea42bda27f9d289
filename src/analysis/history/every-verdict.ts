import type { HistorySelector } from './history-selector.ts'

/** A selector that means INVALID runs too, unless it says itself which verdicts it means: they are no baseline, but can be seen and removed. */
export function everyVerdict(selector: HistorySelector): HistorySelector {
  return { ...selector, verdicts: selector.verdicts ?? ['VALID', 'SUSPECT', 'INVALID'] }
}
