import { isMapping } from '../is-mapping.ts'
import type { ForeignYaml, YamlMapping } from './foreign-yaml.ts'
import type { ImportNote, ImportNoteKind } from './import-note.ts'

/** The settings of one mode, and what there is to say of each. Its readers throw TareError('plan') with file:line:column. */
export class ModeSettings {
  readonly #source: ForeignYaml
  readonly #path: readonly string[]
  readonly #settings: YamlMapping
  readonly #notes: ImportNote[] = []

  constructor(source: ForeignYaml, path: readonly string[], settings: unknown) {
    if (!isMapping(settings)) throw source.error(path, 'must be a mapping of settings')
    this.#source = source
    this.#path = path
    this.#settings = settings
  }

  get notes(): readonly ImportNote[] {
    return this.#notes
  }

  get keys(): readonly string[] {
    return Object.keys(this.#settings)
  }

  /** The value of a key; undefined when it isn't there, or null. */
  value(key: string): unknown {
    return this.#settings[key] ?? undefined
  }

  note(kind: ImportNoteKind, key: string, message: string): void {
    const place = [...this.#path, key]
    const line = this.#source.lineOf(place)
    this.#notes.push({ kind, file: this.#source.file, line, key: place.join('.'), message })
  }

  /** A text; `missing` where there is none. */
  text(key: string): string | undefined {
    const value = this.value(key)
    if (value === undefined || (typeof value === 'string' && value !== '')) return value
    throw this.#wrong(key, 'must be a text')
  }

  wholeNumber(key: string, missing: number): number {
    const value = this.value(key)
    if (value !== undefined) return this.#count(key, value)
    this.note('added', key, `it isn't there: ${missing}, as benchmark-ab.py has it`)
    return missing
  }

  /** A list of numbers; a number alone is one. */
  wholeNumbers(key: string, missing: number): readonly number[] {
    const value = this.value(key)
    if (!Array.isArray(value)) {
      if (value !== undefined)
        this.note('changed', key, 'it is no list, which ends auto_benchmark.py: taken for a list of one')
      return [this.wholeNumber(key, missing)]
    }
    if (value.length === 0) throw this.#wrong(key, 'is an empty list: give at least one number')
    return [...new Set(value.map((each) => this.#count(key, each)))]
  }

  /** From 1, or 0 for what may be none; texts of digits will do, as they did on ab's command line. */
  #count(key: string, value: unknown): number {
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
    const least = key === 'batch_delay' || key === 'timeout_ms' ? 0 : 1
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least) return number
    throw this.#wrong(key, `must be a whole number from ${least} up`)
  }

  #wrong(key: string, message: string): Error {
    return this.#source.error([...this.#path, key], message)
  }
}
