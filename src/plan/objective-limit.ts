import { parseDecimal, shifted } from './decimal.ts'
import { didYouMean } from './nearest.ts'
import { type Objective, type ObjectiveMetric, objectiveKind } from './objective.ts'
import { badObjective, type ObjectivePiece } from './objective-text.ts'

/** How many ms a unit of time is: a factor times a power of ten. */
const timeUnits: Readonly<Record<string, readonly [factor: number, exponent: number]>> = {
  ns: [1, -6],
  us: [1, -3],
  ms: [1, 0],
  s: [1, 3],
  m: [60, 3],
}

/** What decides how a limit is read. */
interface LimitOf {
  readonly metric: ObjectiveMetric
  readonly comparison: Objective['comparison']
  /** A bare number of a latency is ms, as in k6. */
  readonly k6: boolean
}

/** A number and its unit, as pieces of the objective's text. */
interface Quantity {
  readonly text: string
  readonly all: ObjectivePiece
  readonly digits: string
  readonly unit: ObjectivePiece
}

/** The limit of an objective: ms, a share of one, or per second. Throws TareError('usage') that names the place in `text`. */
export function parseLimit(text: string, piece: ObjectivePiece, of: LimitOf): number {
  const kind = objectiveKind(of.metric)
  const example = { latency: '300ms', share: '99%', rate: '5000' }[kind]
  const split = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(.*)$/is.exec(piece.text)
  if (split === null) throw badObjective(text, piece, "isn't a number", `write ${example}`)
  const [, digits = '', unit = ''] = split
  const at = { text: unit, at: piece.at + piece.text.length - unit.length }
  const quantity: Quantity = { text, all: piece, digits, unit: at }
  if (kind === 'share') return share(quantity, of)
  const limit = kind === 'latency' ? milliseconds(quantity, of) : perSecond(quantity)
  if (!Number.isFinite(limit)) throw badObjective(text, piece, 'is more than can be measured')
  if (!(limit > 0)) throw badObjective(text, piece, 'must be above 0', `write ${example}`)
  return limit
}

function milliseconds({ text, all, digits, unit }: Quantity, { k6 }: LimitOf): number {
  if (unit.text === '' && k6) return parseDecimal(digits)
  if (unit.text === '') throw badObjective(text, all, 'has no unit', `did you mean ${digits}ms?`)
  const name = unit.text.replace(/^[µμ]s$/, 'us')
  if (!Object.hasOwn(timeUnits, name)) {
    const units = Object.keys(timeUnits)
    const guess = didYouMean(name.slice(0, 40), units)
    throw badObjective(text, unit, `isn't a unit of time${guess}`, `units are ${units.join(', ')}`)
  }
  const [factor, exponent] = timeUnits[name]!
  return factor * shifted(digits, exponent)
}

function perSecond({ text, digits, unit }: Quantity): number {
  if (unit.text === '' || unit.text === '/s') return parseDecimal(digits)
  throw badObjective(text, unit, "isn't a unit of a rate, which is per second", 'leave it out')
}

/** Between 1 and 100 a bare number may have been meant as either. */
function share({ text, all, digits, unit }: Quantity, { comparison }: LimitOf): number {
  if (unit.text !== '' && unit.text !== '%')
    throw badObjective(text, unit, "isn't a unit of a share", 'write 99% or 0.99')
  const percent = unit.text === '%'
  const limit = shifted(digits, percent ? -2 : 0)
  if (!percent && limit >= 1 && limit <= 100) {
    const hint = `write ${digits}% or ${shifted(digits, -2)}`
    throw badObjective(text, all, 'may be a percentage or a share', hint)
  }
  if (!(limit >= 0 && limit <= 1)) throw badObjective(text, all, 'must be from 0% to 100%')
  if (comparison === '>' && limit === 1)
    throw badObjective(text, all, 'is the most that there is', 'write >= 100%')
  if (comparison === '<' && limit === 0)
    throw badObjective(text, all, 'is the least that there is', 'write <= 0%')
  return limit
}
