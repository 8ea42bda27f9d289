import { isBlankLine, keyEnd, lineEnd, sameBytes, valueText } from './exposition-bytes.ts'
import { parseSampleLine, parseSampleValue } from './parse-sample-line.ts'
import { DeclaredTypes, type SampleType } from './sample-type.ts'

/** A series of an endpoint, with its value as last read. */
export interface ExposedSeries {
  /** Counts from 0 in the order in which series were first seen. */
  readonly id: number
  readonly name: string
  /** As a JSON object, sorted by name. */
  readonly labels: string
  readonly type: SampleType
  readonly value: number
}

/** What an exposition said that the one before it hadn't. */
export interface ExpositionReading {
  /** New series, and those with another value, in the order of the text. */
  readonly changed: readonly ExposedSeries[]
  /** Series that it no longer has. */
  readonly gone: readonly ExposedSeries[]
  /** How many series it has. */
  readonly series: number
  /** Lines that aren't samples, repeat a series, or are of a series beyond `mostSeries`. */
  readonly refused: number
  readonly firstRefused: string | null
  /** False when most of the text isn't what it should be: then nothing of it is taken, and nothing has changed or gone. */
  readonly readable: boolean
}

/** What goes beyond is refused, so that an endpoint can't fill the memory. */
const mostSeries = 100_000
const longestLine = 65_536
const shownOfRefused = 80
const hash = 35
const noText = Buffer.alloc(0)

interface Series extends ExposedSeries {
  value: number
  /** Number of the reading that last had it, and which line of its text it was. */
  seen: number
  line: number
}

/** The bytes `start … end` of the last text, its line feed included. */
interface Line {
  start: number
  /** Where name and labels end. */
  keyEnd: number
  end: number
  /** Null for a comment, and for what was refused. */
  readonly series: Series | null
  /** NaN where there is no series. */
  readonly value: number
  readonly refused: boolean
}

/**
 * Reads the expositions of one endpoint, one after the other, at the cost of what has changed: a line of the same bytes as in
 * the text before is only compared, and where its key is the same only the value is parsed. Servers write their series in the
 * same order each time; one that doesn't is read all the same, its keys being looked up.
 */
export class ExpositionReader {
  readonly #types = new DeclaredTypes()
  /** By the bytes of the key, as they stand in the text. */
  readonly #byKey = new Map<string, Series>()
  /** By name and sorted labels. */
  readonly #byIdentity = new Map<string, Series>()
  #text: Buffer = noText
  #lines: Line[] = []
  #live: readonly Series[] = []
  #readings = 0

  /** Series of the last reading, in the order of its text. */
  current(): readonly ExposedSeries[] {
    return this.#live
  }

  /** The text is kept until the next reading, and mustn't be written to. */
  read(text: Buffer): ExpositionReading {
    const reading = ++this.#readings
    const lines: Line[] = []
    const live: Series[] = []
    const changed: Series[] = []
    let refused = 0
    let firstRefused: string | null = null
    let next = 0
    for (let at = 0; at < text.length; ) {
      const expected = this.#lines[next]
      const same = expected !== undefined && sameBytes(this.#text, expected.start, expected.end, text, at)
      const line = same ? movedTo(expected, at) : this.#readLine(expected, text, at)
      const { series } = line
      if (same) next++
      else if (series !== null && series.seen === reading - 1) next = series.line + 1
      at = line.end
      const repeated = series !== null && series.seen === reading
      if (line.refused || repeated) {
        refused++
        firstRefused ??= text
          .toString('utf8', line.start, Math.min(line.end, line.start + shownOfRefused))
          .trim()
      }
      if (series !== null && !repeated) {
        if (series.seen !== reading - 1 || !Object.is(line.value, series.value)) changed.push(series)
        series.value = line.value
        series.seen = reading
        series.line = lines.length
        live.push(series)
      }
      lines.push(repeated ? { ...line, series: null, refused: true } : line)
    }
    if (refused > live.length) {
      // What was taken in already counts as unseen, and the next text is read anew.
      for (const series of live) series.seen = -1
      this.#keep(noText, [])
      return { changed: [], gone: [], series: live.length, refused, firstRefused, readable: false }
    }
    const gone = this.#live.filter((series) => series.seen !== reading)
    this.#keep(text, lines)
    this.#live = live
    return { changed, gone, series: live.length, refused, firstRefused, readable: true }
  }

  #keep(text: Buffer, lines: Line[]): void {
    this.#text = text
    this.#lines = lines
  }

  /** A line that isn't the one that was expected here. */
  #readLine(expected: Line | undefined, text: Buffer, start: number): Line {
    const end = lineEnd(text, start)
    const expectedSeries = expected?.series ?? null
    if (expected !== undefined && expectedSeries !== null) {
      const sameKey = sameBytes(this.#text, expected.start, expected.keyEnd, text, start)
      const at = start + expected.keyEnd - expected.start
      if (sameKey && keyEnd(text, start, end) === at) return sample(start, at, end, text, expectedSeries)
    }
    if (text[start] === hash) this.#types.declare(text.toString('utf8', start, end).trim())
    if (text[start] === hash || isBlankLine(text, start, end)) return { ...noSample, start, keyEnd: end, end }
    const at = keyEnd(text, start, end)
    const key = text.toString('latin1', start, at)
    const series = this.#byKey.get(key) ?? this.#seriesOf(text, start, end, key)
    return series === null
      ? { ...noSample, start, keyEnd: at, end, refused: true }
      : sample(start, at, end, text, series)
  }

  /** The series of a line whose key was never written so; null when the line is to be refused. */
  #seriesOf(text: Buffer, start: number, end: number, key: string): Series | null {
    if (end - start > longestLine || this.#byKey.size >= mostSeries) return null
    const parsed = parseSampleLine(text.toString('utf8', start, end).trim())
    if (parsed === null) return null
    const { name, value } = parsed
    const labels = JSON.stringify(Object.fromEntries(parsed.labels))
    const identity = name + labels
    let series = this.#byIdentity.get(identity)
    if (series === undefined) {
      const id = this.#byIdentity.size
      series = { id, name, labels, type: this.#types.of(name), value, seen: -1, line: -1 }
      this.#byIdentity.set(identity, series)
    }
    this.#byKey.set(key, series)
    return series
  }
}

function movedTo(line: Line, start: number): Line {
  const by = start - line.start
  line.start = start
  line.keyEnd += by
  line.end += by
  return line
}

const noSample = { series: null, value: Number.NaN, refused: false } as const

/** A line of a known series is refused when its value isn't a number. */
function sample(start: number, at: number, end: number, text: Buffer, series: Series): Line {
  const value = parseSampleValue(valueText(text, at, end))
  return value === null
    ? { ...noSample, start, keyEnd: at, end, refused: true }
    : { start, keyEnd: at, end, series, value, refused: false }
}
