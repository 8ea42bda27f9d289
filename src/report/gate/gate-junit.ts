import type { GateCheck, GateReport, GateResult } from '../../analysis/gate/gate-report.ts'
import { gateName, sidesWords, verdictSentence, verdictWords } from './gate-words.ts'

/** What a test came to, as JUnit has it. */
type TestState =
  | { readonly kind: 'passed'; readonly output: string }
  | { readonly kind: 'failure'; readonly message: string; readonly text: string }
  | { readonly kind: 'skipped'; readonly message: string }

interface TestCase {
  readonly name: string
  readonly state: TestState
}

/**
 * The report of a gate as JUnit XML: a suite of the gates with a test each, and one of the checks of trust. What is inconclusive fails where
 * policy has it so, else it is skipped; a check that doesn't apply is skipped. The first test is the verdict as a whole, so that a
 * baseline that is missing, or can't be compared with, shows too.
 */
export function gateJunit(report: GateReport, name = 'gate'): string {
  const suites = [
    suite(`tare ${name}`, [verdictCase(report), ...report.gates.map((gate) => gateCase(gate, report))]),
    suite(`tare ${name} trust`, report.checks.map(checkCase)),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`
}

function suite(name: string, cases: readonly TestCase[]): string {
  const count = (kind: TestState['kind']): number => cases.filter(({ state }) => state.kind === kind).length
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="0" skipped="${count('skipped')}"`
  const body = cases.map((test) => testCase(name, test)).join('')
  return `  <testsuite name="${xml(name)}" ${counts}>\n${body}  </testsuite>\n`
}

function testCase(suiteName: string, { name, state }: TestCase): string {
  const open = `    <testcase classname="${xml(suiteName)}" name="${xml(name)}" time="0">`
  return `${open}\n      ${stateElement(state)}\n    </testcase>\n`
}

function stateElement(state: TestState): string {
  switch (state.kind) {
    case 'passed':
      return `<system-out>${xml(state.output)}</system-out>`
    case 'failure':
      return `<failure message="${xml(state.message)}">${xml(state.text)}</failure>`
    case 'skipped':
      return `<skipped message="${xml(state.message)}"/>`
  }
}

function verdictCase(report: GateReport): TestCase {
  const said = `${verdictWords[report.outcome]}: ${verdictSentence(report)}`
  const text = [sidesWords(report), ...report.notes.map(({ id, message }) => `${id}: ${message}`)].join('\n')
  const name = 'verdict'
  if (report.exitStatus !== 0) return { name, state: { kind: 'failure', message: said, text } }
  if (report.outcome === 'pass') return { name, state: { kind: 'passed', output: `${said}\n${text}` } }
  return { name, state: { kind: 'skipped', message: said } }
}

function gateCase(gate: GateResult, { inconclusive }: GateReport): TestCase {
  const name = gateName(gate)
  const { outcome, message, adjustedP } = gate
  if (outcome === 'pass') return { name, state: { kind: 'passed', output: message } }
  if (outcome === 'inconclusive' && inconclusive !== 'fail') {
    return { name, state: { kind: 'skipped', message: `inconclusive: ${message}` } }
  }
  const p = adjustedP === null ? '' : `\nadjusted p: ${adjustedP.toPrecision(3)}`
  const said = outcome === 'fail' ? message : `inconclusive: ${message}`
  return { name, state: { kind: 'failure', message: said, text: `${said}${p}` } }
}

function checkCase({ id, status, message, remedy }: GateCheck): TestCase {
  if (status === 'not_applicable') return { name: id, state: { kind: 'skipped', message } }
  if (status === 'invalid') {
    return {
      name: id,
      state: { kind: 'failure', message, text: [message, ...(remedy === null ? [] : [remedy])].join('\n') },
    }
  }
  return {
    name: id,
    state: { kind: 'passed', output: status === 'suspect' ? `suspect: ${message}` : message },
  }
}

/** XML 1.0 has no control characters but tab and line ends, no half surrogates, and not U+FFFE and U+FFFF, escaped or not. */
const notInXml = /(?![\t\n\r])\p{Control}|[\ufffe\uffff]|\p{Surrogate}/gu

function xml(text: string): string {
  return text
    .replaceAll(notInXml, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;')
}
