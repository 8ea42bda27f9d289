import type { GateReport, GateResult } from '../../analysis/gate/gate-report.ts'
import { printable } from '../printable.ts'
import { gateName, verdictSentence, verdictWords } from './gate-words.ts'

/**
 * Workflow commands by which GitHub shows what came out beside a job, one a line: an error for the verdict if it fails the job, a
 * warning for what is let pass, and one for each gate that didn't pass. GitHub shows ten of a kind, so the verdict is first.
 */
export function gateAnnotations(report: GateReport): string {
  const { outcome, exitStatus, gates, notes } = report
  if (outcome === 'pass') return command('notice', 'Gate passed', verdictSentence(report))
  const level = exitStatus === 0 ? 'warning' : 'error'
  const lines = [
    command(level, `Gate: ${verdictWords[outcome]}`, verdictSentence(report)),
    ...gates.filter((gate) => gate.outcome !== 'pass').map((gate) => ofGate(gate, report)),
    ...notes
      .filter(({ severity }) => severity === 'refuse')
      .map(({ id, message }) => command(level, id, message)),
  ]
  return lines.join('')
}

function ofGate(gate: GateResult, { inconclusive }: GateReport): string {
  const isError = gate.outcome === 'fail' || inconclusive === 'fail'
  return command(isError ? 'error' : 'warning', gateName(gate), gate.message)
}

function command(level: 'error' | 'warning' | 'notice', title: string, message: string): string {
  return `::${level} title=${property(printable(title))}::${data(printable(message))}\n`
}

/** As GitHub's own toolkit escapes (actions/toolkit, packages/core/src/command.ts). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
