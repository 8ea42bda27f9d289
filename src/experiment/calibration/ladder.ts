import type { LimitedBy, PointOutcome } from '../../trust/calibration/envelope.ts'

/** How loads are tried one after the other: larger by a factor, until one fails. */
export interface LadderRule {
  /** Streams. */
  readonly first: number
  readonly factor: number
  readonly least: number
  readonly most: number
  /** Whether, between a load that failed twice and the largest that was kept, one more is tried. */
  readonly refined: boolean
}

/** A load that was tried, and how it went. */
export interface Rung {
  readonly streams: number
  readonly outcome: PointOutcome
  readonly senderLimited: boolean
}

/** A load between two is worth its time when it is so much larger than the smaller. */
const worthwhile = 1.2

/**
 * The next load of a ladder, given those tried, in order; null when it is at its end. A load that failed, or that
 * the simulator couldn't send, is measured once more, since something else on the machine may have been the reason. When
 * the first one fails, loads shrink.
 */
export function nextRung(rule: LadderRule, tried: readonly Rung[]): number | null {
  const last = tried.at(-1)
  if (last === undefined) return Math.min(rule.first, rule.most)
  const turned = tried.some(({ streams }) => streams > last.streams)
  const wasRepeated = tried.filter(({ streams }) => streams === last.streams).length > 1
  if ((last.outcome !== 'ok' || last.senderLimited) && !turned && !wasRepeated) return last.streams
  if (last.outcome === 'ok') {
    if (turned || last.senderLimited || last.streams >= rule.most) return null
    return Math.min(rule.most, last.streams * rule.factor)
  }
  const kept = Math.max(0, ...tried.filter(({ outcome }) => outcome === 'ok').map(({ streams }) => streams))
  if (kept === 0) {
    const smaller = Math.floor(last.streams / rule.factor)
    return smaller >= rule.least ? smaller : null
  }
  const between = Math.round(Math.sqrt(kept * last.streams))
  return rule.refined && !turned && between >= kept * worthwhile ? between : null
}

/** What ended a ladder that is at its end, or that was left ('time'). */
export function limitOf(rule: LadderRule, tried: readonly Rung[]): LimitedBy {
  const last = tried.at(-1)
  if (last === undefined) return 'time'
  const failed = tried.findLast(
    (rung) =>
      rung.outcome !== 'ok' &&
      !tried.some((later) => later.outcome === 'ok' && later.streams >= rung.streams),
  )
  if (failed !== undefined) return failed.outcome === 'sender' ? 'sender' : 'client'
  if (last.senderLimited) return 'sender'
  return last.streams >= rule.most ? 'range' : 'time'
}
