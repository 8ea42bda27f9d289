/** Types of metrics, of both formats; 'unknown' is what the text format calls untyped, or what has no TYPE line. */
const sampleTypes = [
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
  'unknown',
] as const
export type SampleType = (typeof sampleTypes)[number]

const typeLine = /^#[ \t]+TYPE[ \t]+([a-zA-Z_:][a-zA-Z0-9_:]*)[ \t]+(\w+)[ \t]*$/
/** What a family's samples may have after its name. */
const suffix = /_(?:bucket|sum|count|total|created|info|gsum|gcount)$/

/** Against an endpoint that invents names. */
const mostFamilies = 100_000

/** Types that the TYPE lines of one endpoint have declared. */
export class DeclaredTypes {
  readonly #families = new Map<string, SampleType>()

  /** Takes a comment line; any but a TYPE line says nothing. Types beyond `mostFamilies` are left unknown. */
  declare(line: string): void {
    if (!line.includes('TYPE')) return
    const [, family, word] = typeLine.exec(line) ?? []
    if (family === undefined || this.#families.size >= mostFamilies) return
    const type = sampleTypes.find((known) => known === word)
    this.#families.set(family, type ?? 'unknown')
  }

  /** The type of the family that a sample of this name belongs to: `x_bucket` and `x_sum` to the histogram x. */
  of(name: string): SampleType {
    return this.#families.get(name) ?? this.#families.get(name.replace(suffix, '')) ?? 'unknown'
  }
}
