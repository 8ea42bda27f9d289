/** A sample as a line of Prometheus' text has it. */
export interface ExposedSample {
  readonly name: string
  /** Sorted by name. */
  readonly labels: readonly (readonly [name: string, value: string])[]
  readonly value: number
  /** As written: milliseconds in the text format, seconds in OpenMetrics; null without one. */
  readonly timestamp: number | null
}

const metricName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y
const labelName = /[a-zA-Z_][a-zA-Z0-9_]*/y
/** What is between the quotes: anything but a quote, a backslash or a line's end, or a backslash with what it escapes. */
const labelValue = /(?:[^"\\\n]|\\[^\n])*/y
/** No two parts of it can match the same digits: a hostile text costs no more than its length. */
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const special = /^(?:([+-]?)inf(?:inity)?|nan)$/i

/**
 * Reads a line `name{label="value",…} value [timestamp] [# exemplar]` of Prometheus' text format 0.0.4 or of OpenMetrics 1.0,
 * without its end. A comma after the last label is allowed, as TorchServe writes it. An exemplar is not kept. Null for what
 * isn't such a line, or has a label twice. Source: prometheus.io/docs/instrumenting/exposition_formats, OpenMetrics 1.0.0.
 */
export function parseSampleLine(line: string): ExposedSample | null {
  const nameStart = skipBlanks(line, 0)
  const name = matchAt(metricName, line, nameStart)
  if (name === undefined) return null
  const labelled = parseLabels(line, skipBlanks(line, nameStart + name.length))
  if (labelled === null) return null
  const [text, ...rest] = line
    .slice(labelled.end)
    .trim()
    .split(/[ \t]+/)
  const value = parseSampleValue(text ?? '')
  if (value === null) return null
  const timestamp = rest[0] === undefined || rest[0] === '#' ? null : parseSampleValue(rest[0])
  if (!endsRight(rest, timestamp)) return null
  return { name, labels: labelled.labels, value, timestamp }
}

/** What may follow the value: nothing, a timestamp, and an exemplar after either. */
function endsRight([first, ...rest]: readonly string[], timestamp: number | null): boolean {
  if (first === undefined) return true
  if (first === '#') return rest[0]?.startsWith('{') === true
  if (timestamp === null || !Number.isFinite(timestamp)) return false
  return rest[0] === undefined || (rest[0] === '#' && rest[1]?.startsWith('{') === true)
}

/** A number as Prometheus writes it, `+Inf` and `NaN` among them; null for what isn't one. */
export function parseSampleValue(text: string): number | null {
  if (decimal.test(text)) return Number(text)
  const found = special.exec(text)
  if (found === null) return null
  if (found[1] === undefined) return Number.NaN
  return found[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

interface Labelled {
  readonly labels: ExposedSample['labels']
  /** Where the labels end. */
  readonly end: number
}

/** Null when the braces hold something else than labels. */
function parseLabels(line: string, start: number): Labelled | null {
  if (line[start] !== '{') return { labels: [], end: start }
  const labels: [string, string][] = []
  let at = skipBlanks(line, start + 1)
  while (line[at] !== '}') {
    const name = matchAt(labelName, line, at)
    if (name === undefined) return null
    at = skipBlanks(line, at + name.length)
    if (line[at] !== '=') return null
    at = skipBlanks(line, at + 1)
    if (line[at] !== '"') return null
    const value = matchAt(labelValue, line, at + 1) ?? ''
    at += 1 + value.length
    if (line[at] !== '"') return null
    labels.push([name, unescaped(value)])
    at = skipBlanks(line, at + 1)
    if (line[at] === ',') at = skipBlanks(line, at + 1)
    else if (line[at] !== '}') return null
  }
  labels.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  if (labels.some(([name], i) => name === labels[i - 1]?.[0])) return null
  return { labels, end: at + 1 }
}

/** The format knows three escapes; a backslash before anything else stands for itself. */
function unescaped(value: string): string {
  if (!value.includes('\\')) return value
  return value.replace(/\\([\\"n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
}

function matchAt(pattern: RegExp, line: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(line)?.[0]
}

function skipBlanks(line: string, from: number): number {
  let at = from
  while (line[at] === ' ' || line[at] === '\t') at++
  return at
}
