import { describe, expect, test } from 'vitest'
import {
  alone,
  cells,
  failed,
  hostile,
  inconclusive,
  inPairs,
  invalid,
  passed,
  strict,
} from './fixtures/gate-reports.ts'
import { readXml, type XmlElement } from './fixtures/read-xml.ts'
import { gateAnnotations } from './gate-annotations.ts'
import { gateJunit } from './gate-junit.ts'
import { commentMarker, gateComment, gateMarkdown } from './gate-markdown.ts'
import { gateTable } from './gate-table.ts'

const reports = { passed, failed, inPairs, inconclusive, strict, invalid, alone, cells, hostile }

test('a run without a success fails also where no gate is on it', () => {
  const dead = { ...passed, outcome: 'fail', exitStatus: 4 } as const
  expect(gateTable(dead)).toContain('FAILED  no request of a run succeeded.')
})

test('what else was measured is said as comparisons say it, and marked where a failed check touches it', () => {
  const [comparison] = failed.gates.flatMap((gate) => gate.comparison ?? [])
  const beside = (note: string | null): typeof failed => ({
    ...failed,
    exploratory: [{ cell: null, metrics: [{ ...comparison!, verdict: 'worse', note }] }],
  })
  for (const render of [gateTable, gateMarkdown]) {
    expect(render(beside(null))).toMatch(/ttft\.p99 .* slower( \|)?\n/)
    expect(render(beside('INVALID by lateness'))).toMatch(/ttft\.p99 .* slower, INVALID( \|)?\n/)
  }
})

describe('JUnit', () => {
  const suites = (report: typeof passed): readonly XmlElement[] => readXml(gateJunit(report)).children
  const states = (suite: XmlElement): unknown =>
    suite.children.map(({ attributes, children }) => [attributes.name, children[0]?.name])

  test.each(Object.entries(reports))('of %s is well-formed, and its counts are right', (_, report) => {
    for (const suite of suites(report)) {
      const count = (state: string): number =>
        suite.children.filter(({ children }) => children[0]?.name === state).length
      expect(suite.attributes).toMatchObject({
        tests: String(suite.children.length),
        failures: String(count('failure')),
        skipped: String(count('skipped')),
      })
    }
  })

  test('has a test for the verdict, each gate and each check', () => {
    const [gates, trust] = suites(passed)
    expect(states(gates!)).toEqual([
      ['verdict', 'system-out'],
      ['ttft.p99 5%', 'system-out'],
      ['output_tokens_per_s 3%', 'system-out'],
      ['ttft.p50 < 100ms', 'system-out'],
    ])
    expect(trust!.children).toHaveLength(passed.checks.length)
    expect(trust!.children.some(({ children }) => children[0]?.name === 'skipped')).toBe(true)
  })

  test('has failures with their numbers', () => {
    const [gates] = suites(failed)
    const failure = gates!.children[1]!.children[0]!
    expect(failure.name).toBe('failure')
    expect(failure.attributes.message).toMatch(
      /^ttft\.p99 is 1900 % worse \(.* to .* %\): \d+ ms, was \d+ ms; the margin is 5 %$/,
    )
    expect(failure.text).toContain('adjusted p: ')
  })

  test('skips what is inconclusive where that is let pass, and fails it where not', () => {
    expect(states(suites(inconclusive)[0]!)).toMatchObject([
      ['verdict', 'skipped'],
      ['ttft.p99 5%', 'skipped'],
      {},
    ])
    expect(states(suites(strict)[0]!)).toMatchObject([['verdict', 'failure'], ['ttft.p99 5%', 'failure'], {}])
  })

  test('shows what is INVALID, and that there is no baseline', () => {
    expect(states(suites(invalid)[1]!)).toEqual([['trend', 'failure']])
    expect(states(suites(alone)[0]!)).toEqual([['verdict', 'failure']])
  })

  test('says nothing in markup, and has no control characters', () => {
    const text = gateJunit(hostile)
    expect(text).not.toMatch(/(?![\n])\p{Control}/u)
    expect(readXml(text).children[0]!.children[1]!.children[0]!.attributes.message).toContain(
      '</failure>]]>&"\'<script>',
    )
  })

  test('is read by a reader that refuses what isn’t XML', () => {
    const start = '<?xml version="1.0" encoding="UTF-8"?>\n'
    for (const bad of [
      '<a>',
      '<a></b>',
      '<a b="1" b="2"/>',
      '<a>&nbsp;</a>',
      '<a>&#0;</a>',
      '<a>\u0001</a>',
      '<a b="<"/>',
      '<a/><b/>',
      '<a>]]></a>',
    ]) {
      expect(() => readXml(start + bad), bad).toThrow()
    }
  })
})

describe('annotations', () => {
  const lines = (report: typeof passed): readonly string[] => gateAnnotations(report).trimEnd().split('\n')

  test.each(Object.entries(reports))(
    'of %s are commands, one a line, with nothing that could end one',
    (_, report) => {
      for (const line of lines(report))
        expect(line).toMatch(/^::(error|warning|notice) title=[^:,\r\n]+::[^\r\n]+$/)
    },
  )

  test('are errors where the job fails, else warnings', () => {
    expect(lines(passed)).toEqual(['::notice title=Gate passed::all 3 gates passed'])
    expect(lines(failed)[0]).toBe('::error title=Gate%3A FAILED::2 of 2 gates failed')
    expect(lines(failed)[1]).toMatch(/^::error title=ttft\.p99 5%25::ttft\.p99 is 1900 %25 worse/)
    expect(lines(inconclusive).every((line) => line.startsWith('::warning '))).toBe(true)
    expect(lines(strict).every((line) => line.startsWith('::error '))).toBe(true)
    expect(lines(alone)).toEqual([
      '::error title=Gate%3A NO BASELINE::there is nothing to compare with',
      '::error title=missing-baseline::no main',
    ])
  })

  test('escape percent signs, colons and commas', () => {
    expect(gateAnnotations(hostile)).toContain('x%250A,:|')
    expect(lines(hostile)[1]).toContain('%3A%3Aerror%3A%3Ax%250A%2C%3A|')
  })
})

describe('Markdown', () => {
  test('begins a comment with a marker that stays the same', () => {
    expect(gateComment(failed, 'gate').split('\n').slice(0, 2)).toEqual([
      '<!-- tare-gate: gate -->',
      '### Performance gate: ❌ FAILED',
    ])
    expect(
      gateComment(passed, 'nightly').startsWith(`${commentMarker('nightly')}\n### nightly: ✅ PASSED\n`),
    ).toBe(true)
  })

  test('has a marker that can’t be ended by its name', () => {
    for (const name of ['a-->b', 'a--!>', '-', 'x-', '<!--', 'a\nb']) {
      expect(commentMarker(name)).toMatch(/^<!-- tare-gate: (?!.*--.*-->)[^<>\n]* -->$/)
    }
  })

  test('has a row a gate, and folds up what can’t fail it', () => {
    const text = gateMarkdown(failed)
    expect(text).toMatch(
      /^\| ❌ FAIL \| ttft\.p99 5% +\| \d+ ms +\| \d+ ms +\| \+1900 % +\| \+\d+ to \+\d+ +\|$/m,
    )
    expect(text).toContain('<details>')
    expect(gateMarkdown(cells)).toContain('ttft.p99 5% \\[concurrency=2\\]')
    expect(gateMarkdown(cells)).toContain('- vanished cells, in the baseline alone: concurrency=4')
  })

  test('can’t be broken out of', () => {
    const text = gateComment(hostile, 'gate')
    expect(text).not.toContain('<script>')
    expect(text).not.toContain('@all')
    expect(text.match(/-->/g)).toHaveLength(1)
  })
})

describe('the terminal', () => {
  test('has the verdict first, then gates, then what else changed', () => {
    const text = gateTable(failed)
    expect(text).toMatch(
      /^FAILED {2}2 of 2 gates failed\.\n {2}now \(B, 3 runs\) against main \(A, 3 runs\)\n/,
    )
    expect(text.indexOf('GATES')).toBeGreaterThan(0)
    expect(text.indexOf('ALSO MEASURED')).toBeGreaterThan(text.indexOf('GATES'))
    expect(text).toContain('p < 0.001 (Holm)')
    expect(text).toMatch(/^ {2}ttft\.p50 +[\d.]+ ms +[\d.]+ ms +\+1900 % /m)
  })

  test.each(Object.entries(reports))('of %s has nothing that moves the cursor', (_, report) => {
    expect(gateTable(report)).not.toMatch(/(?!\n)\p{Control}/u)
  })

  test('says of pairs how many there are, and which intervals decide', () => {
    const said = 'in 6 blocks; 98.1 % intervals decide'
    expect(gateTable(inPairs).replaceAll(/\s+/g, ' ')).toContain(said)
    expect(gateMarkdown(inPairs)).toContain(said)
    expect(gateMarkdown(inPairs)).toMatch(/\| change +\| 98\.1 % +\|/)
    expect(gateMarkdown(passed)).toMatch(/\| change +\| 95 % +\|/)
    expect(gateTable(passed)).not.toContain('decide')
  })

  test('names new and vanished cells, and what stands in the way', () => {
    expect(gateTable(cells)).toContain('? new cells, without a baseline: concurrency=8')
    expect(gateTable(cells)).toContain('? vanished cells, in the baseline alone: concurrency=4')
    expect(gateTable(invalid)).toMatch(/^INVALID {2}a run mustn’t be believed/)
    expect(gateTable(invalid)).toContain('! invalid-run: ')
    expect(gateTable(alone)).toContain('! missing-baseline: no main')
  })
})
