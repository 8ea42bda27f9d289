import { shortened, TareError } from '../../errors.ts'
import { didYouMean } from '../../plan/nearest.ts'
import type { HistoryRow } from './history-row.ts'
import { parseAgeMs } from './parse-age.ts'

/** Which runs of a history are meant: each part that isn't null must hold. */
export interface HistorySelector {
  /** As given. */
  readonly text: string
  readonly label: string | null
  readonly branch: string | null
  /** The beginning of a commit's hash; of a scenario's; of a machine's fingerprint. */
  readonly commit: string | null
  readonly scenario: string | null
  readonly machine: string | null
  readonly cell: string | null
  /** Null: any but INVALID. */
  readonly verdicts: readonly HistoryRow['verdict'][] | null
  /** Runs that began at most so long ago. */
  readonly windowMs: number | null
  /** So many of the newest of each series, of what the other parts leave. */
  readonly latest: number | null
}

const everything: HistorySelector = {
  text: '',
  label: null,
  branch: null,
  commit: null,
  scenario: null,
  machine: null,
  cell: null,
  verdicts: null,
  windowMs: null,
  latest: null,
}

type Read = (value: string) => Partial<HistorySelector>

const words: Readonly<Record<string, Read>> = {
  label: (label) => ({ label }),
  branch: (branch) => ({ branch }),
  commit: (value) => ({ commit: hashStart('commit', value) }),
  scenario: (value) => ({ scenario: hashStart('scenario', value) }),
  machine: (value) => ({ machine: hashStart('machine', value) }),
  cell: (cell) => ({ cell }),
  verdict: (value) => ({ verdicts: verdictsOf(value) }),
  window: (value) => ({ windowMs: parseAgeMs(value, 'window') }),
  latest: (value) => ({ latest: countOf(value) }),
}

const verdictWords: Readonly<Record<string, readonly HistoryRow['verdict'][]>> = {
  any: ['VALID', 'SUSPECT', 'INVALID'],
  valid: ['VALID'],
  suspect: ['SUSPECT'],
  invalid: ['INVALID'],
}

const known =
  'label:NAME, branch:NAME, commit:SHA, latest:K, window:14d, scenario:…, machine:…, cell:…, verdict:any'

/**
 * Reads a selector: `branch:main`, `label:nightly,window:14d,latest:5`; a value with a comma in it stands in double quotes:
 * `cell:"batch_size=4,concurrency=8"`. Throws TareError('usage') that has the nearest known word.
 */
export function parseSelector(text: string): HistorySelector {
  const parts = text.match(/(?:[^,"]|"[^"]*")+|"|,,|^,|,$/g) ?? []
  if (parts.length === 0) throw badSelector(text, 'it is empty')
  let selector = everything
  const seen = new Set<string>()
  for (const part of parts) {
    const [, word = '', value = ''] = /^\s*([^:"]*)(?::([\s\S]*))?$/.exec(part) ?? []
    const read = Object.hasOwn(words, word) ? words[word] : undefined
    if (read === undefined) throw unknownWord(text, part, word)
    if (seen.has(word)) throw badSelector(text, `it has ${word} twice`)
    seen.add(word)
    const plain = value.trim().replace(/^"([^"]*)"$/, '$1')
    if (plain === '') throw badSelector(text, `${word} has no value`)
    selector = { ...selector, ...read(plain) }
  }
  return { ...selector, text }
}

/** Whether a text is meant to be a selector, right or wrong: `branch:main`; else it may be a path, or a label. */
export function looksLikeSelector(text: string): boolean {
  return /^[a-z]{3,}:(?!\/\/)/.test(text)
}

function hashStart(word: string, value: string): string {
  if (/^[0-9a-f]{4,64}$/i.test(value)) return value.toLowerCase()
  throw new TareError(
    'usage',
    `${word}:${shortened(value, 40)} isn't the beginning of a hash: 4 digits of 0-9 and a-f or more`,
    {
      hint:
        word === 'commit'
          ? 'git rev-parse REV gives it'
          : `tare history list --format json has each run's ${word}`,
    },
  )
}

function countOf(value: string): number {
  const count = Number(value)
  if (/^\d+$/.test(value) && count >= 1 && count <= 1e6) return count
  throw badSelector(`latest:${value}`, 'latest takes a whole number from 1 on')
}

function verdictsOf(value: string): readonly HistoryRow['verdict'][] {
  const lower = value.toLowerCase()
  const verdicts = Object.hasOwn(verdictWords, lower) ? verdictWords[lower] : undefined
  if (verdicts !== undefined) return verdicts
  const all = Object.keys(verdictWords)
  throw badSelector(`verdict:${value}`, `verdict is one of ${all.join(', ')}${didYouMean(value, all)}`)
}

function unknownWord(text: string, part: string, word: string): TareError {
  const guess = didYouMean(word, Object.keys(words))
  const bare = part.includes(':') ? '' : '; a label is label:NAME'
  return badSelector(text, `it has no part ${JSON.stringify(shortened(part.trim(), 40))}${guess}${bare}`)
}

function badSelector(text: string, why: string): TareError {
  return new TareError('usage', `${JSON.stringify(shortened(text, 60))} isn't a selector: ${why}`, {
    hint: `Parts are joined by commas, and all must hold: ${known}.`,
  })
}
