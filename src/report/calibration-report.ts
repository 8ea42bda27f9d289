import {
  type CalibrationPoint,
  type Envelope,
  type EnvelopeLimit,
  recordedErrorUs,
} from '../trust/calibration/envelope.ts'
import { renderFact, renderFacts, renderNote } from './fact-line.ts'
import { formatCount, formatDurationNs, formatQuantity, formatRate, noNumber } from './format-number.ts'
import { printable, wrap } from './printable.ts'
import { reportWidth } from './report-width.ts'
import type { Style } from './style.ts'

const phasesInWords = { 'own-phases': 'own', stepping: 'in step' } as const

const widths = [9, 8, 7, 7, 7, 8, 8, 8, 8, 8] as const

function row(cells: readonly string[]): string {
  return cells.map((cell, at) => cell.padStart(widths[at] ?? 8)).join('')
}

function us(value: number | null): string {
  return value === null ? noNumber : formatDurationNs(value * 1e3)
}

function bare(perSecond: number): string {
  return formatRate(perSecond, '')
    .replace(/ ?\/s$/, '')
    .trim()
}

/** Numbers are kept apart from what painting adds to their width. */
function pointLines(point: CalibrationPoint, style: Style): readonly string[] {
  const { kernel_error_us: kernel, user_error_us: user } = point
  const line = row([
    formatCount(point.streams),
    phasesInWords[point.burstiness],
    bare(point.tokens_per_s),
    bare(point.requests_per_s),
    `${Math.round(point.client_cpu_cores * 100)} %`,
    us(kernel?.p50 ?? null),
    us(kernel?.p99_9 ?? null),
    us(user.p50),
    us(user.p99_9),
    us(point.simulator_lateness_us.p99),
  ])
  const paint = point.outcome === 'ok' ? (text: string) => text : style.faint
  const repeated = point.outcome === 'repeated' ? '; measured again' : ''
  const mark = point.outcome === 'client' ? style.bad : style.warn
  const remark = point.reason === null ? [] : [mark(style.encode(`      ${point.reason}${repeated}`))]
  return [paint(style.encode(line)), ...remark]
}

function table(points: readonly CalibrationPoint[], workers: number, style: Style): readonly string[] {
  const heads = [
    row(['', '', '', '', 'CPU a', 'kernel', 'error', 'user', 'error', 'sender']),
    row(['streams', 'phases', 'tok/s', 'req/s', 'worker', 'p50', 'p99.9', 'p50', 'p99.9', 'p99']),
  ]
  const lengths = [...new Set(points.map((point) => point.reply_tokens))].sort((a, b) => b - a)
  return [
    style.strong(`CALIBRATION with ${formatQuantity(workers, 'worker')}`),
    ...heads.map(style.faint),
    ...lengths.flatMap((tokens) => {
      const sameLength = points
        .filter((point) => point.reply_tokens === tokens)
        .sort((a, b) => a.streams - b.streams || a.burstiness.localeCompare(b.burstiness))
      const head = style.faint(`  replies of ${formatQuantity(tokens, 'token')}`)
      return [head, ...sameLength.flatMap((point) => pointLines(point, style))]
    }),
  ]
}

/** `at least ` where it wasn't the client that ended the search. */
function atLeast(...limitedBy: readonly string[]): string {
  return limitedBy.every((by) => by === 'client') ? '' : 'at least '
}

/** The smaller of the two burstinesses, since nobody knows how a server's streams lie to each other. */
function reach(limits: readonly EnvelopeLimit[], workers: number): string | null {
  const [own, stepping] = limits.filter((limit) => limit.workers === workers)
  if (own?.tokens_per_s == null || stepping?.tokens_per_s == null) return null
  const tokens = own.tokens_per_s < stepping.tokens_per_s ? own : stepping
  const requests = (own.requests_per_s ?? 0) < (stepping.requests_per_s ?? 0) ? own : stepping
  const streams = Math.min(own.streams ?? 0, stepping.streams ?? 0)
  return (
    `With ${formatQuantity(workers, 'worker')} this machine measures ` +
    `${atLeast(tokens.tokens_limited_by)}${formatRate(tokens.tokens_per_s, 'tok')} in ${formatCount(streams)} streams, ` +
    `and ${atLeast(requests.requests_limited_by)}${formatRate(requests.requests_per_s, 'req')}`
  )
}

/** The envelope in a sentence for each number of workers. */
export function envelopeInWords(envelope: Envelope): readonly string[] {
  const kept = envelope.points.filter((point) => point.outcome === 'ok')
  const stamped = kept.every((point) => point.kernel_error_us !== null)
  return [...new Set(envelope.points.map(({ workers }) => workers))].map((workers) => {
    const reached = reach(envelope.limits, workers)
    if (reached === null)
      return `On this machine no load of both kinds of phases kept the criterion with ${formatQuantity(workers, 'worker')}: was it busy with something else?`
    const points = kept.filter((point) => point.workers <= workers)
    const worst = Math.max(...points.map((point) => recordedErrorUs(point).p99_9))
    const user = Math.max(...points.map((point) => point.user_error_us.p99_9))
    const beside = stamped ? ` (a user-space clock: ${us(user)})` : ''
    return `${reached}, with times wrong by at most ${us(worst)} at p99.9${beside}.`
  })
}

const reasonsInWords = {
  sender: 'the simulator could send no more',
  time: 'the time was over',
  range: 'no larger load is tried',
} as const

/** Why a limit is only "at least". */
function unknownLimits({ limits }: Envelope): readonly string[] {
  const reasons = limits
    .filter((limit) => limit.tokens_per_s !== null)
    .flatMap((limit) => [limit.tokens_limited_by, limit.requests_limited_by])
    .filter((by) => by !== 'client')
  const words = [...new Set(reasons)].map((by) => reasonsInWords[by])
  return words.length === 0 ? [] : [`“At least”: the search ended because ${words.join(', or ')}.`]
}

/** The result of `tare calibrate` for a person to read; `path` is where it was kept. */
export function renderCalibration(envelope: Envelope, path: string, style: Style): string {
  const { key, points, quick } = envelope
  const stamps = points.every((point) => point.kernel_error_us === null)
    ? 'user-space stamps'
    : 'kernel stamps'
  const facts = [
    printable(key.cpu_model ?? 'unknown processor'),
    formatQuantity(key.cores, 'core'),
    printable(`kernel ${key.kernel}`),
    `Node ${key.node}`,
    `tare ${key.tare_version}`,
    stamps,
    ...(quick ? ['quick'] : []),
  ]
  const workerCounts = [...new Set(points.map(({ workers }) => workers))]
  const columns = reportWidth(style) - 2
  const blocks = [
    ...workerCounts.map((workers) =>
      table(
        points.filter((point) => point.workers === workers),
        workers,
        style,
      ),
    ),
    envelopeInWords(envelope).flatMap((sentence) =>
      wrap(style.encode(sentence), columns).map((line) => `  ${style.strong(line)}`),
    ),
    [...unknownLimits(envelope), errorNote].flatMap((note) => renderNote(note, style)),
    [...renderFacts('holds for', facts, style), ...renderFact('kept in', [style.accent(printable(path))])],
  ]
  return `${blocks.map((block) => block.map((line) => `${line.trimEnd()}\n`).join('')).join('\n')}\n`
}

const errorNote =
  'Error: recorded time − the simulator’s clock right before its write, by the kernel’s stamps and by the ' +
  'process’s own of the same reads. Sender: how late the simulator itself was, which is in no error.'

/** A load, as it is shown while the calibration lasts. */
export function calibrationProgressLine(point: CalibrationPoint, style: Style): string {
  const { kernel_error_us: kernel, user_error_us: user } = point
  const kernelText = kernel === null ? '' : `kernel ${us(kernel.p99_9)}, `
  const remark = point.reason === null ? '' : ` (${point.reason})`
  const load =
    `${formatQuantity(point.workers, 'worker')} ${formatCount(point.streams).padStart(5)} streams ` +
    `${phasesInWords[point.burstiness].padEnd(7)} ${formatRate(point.tokens_per_s, 'tok').padStart(12)}`
  return style.encode(`${load}  p99.9 ${kernelText}user ${us(user.p99_9)}${remark}`)
}
