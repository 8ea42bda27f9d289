import { appendFileSync, writeFileSync } from 'node:fs'
import { gateDocument } from '../analysis/gate/gate-document.ts'
import type { GateReport } from '../analysis/gate/gate-report.ts'
import { TareError } from '../errors.ts'
import { gateAnnotations } from '../report/gate/gate-annotations.ts'
import { gateJunit } from '../report/gate/gate-junit.ts'
import { gateComment, gateMarkdown } from '../report/gate/gate-markdown.ts'
import { gateTable } from '../report/gate/gate-table.ts'
import { styleFor } from '../report/style.ts'

/** Where a gate's report goes besides the terminal. */
export interface GateOutputs {
  readonly junit?: string
  readonly markdown?: string
  readonly comment?: string
  readonly json?: string
  readonly github?: boolean
  readonly name?: string
}

const usualName = 'gate'

/** Writes the report wherever it is asked for, the terminal last. Throws TareError 'input' for a file that can't be written. */
export function writeGate(report: GateReport, outputs: GateOutputs): void {
  const { junit, markdown, comment, json, github = false, name = usualName } = outputs
  const title = name === usualName ? undefined : name
  const document = `${JSON.stringify(gateDocument(report), null, 2)}\n`
  if (junit !== undefined) write('--junit', junit, gateJunit(report, name))
  if (markdown !== undefined) write('--markdown', markdown, gateMarkdown(report, title))
  if (comment !== undefined) write('--comment', comment, gateComment(report, name))
  if (json !== undefined && json !== '-') write('--json', json, document)
  const summary = process.env.GITHUB_STEP_SUMMARY
  if (github && summary) write('GITHUB_STEP_SUMMARY', summary, gateMarkdown(report, title), appendFileSync)
  if (json === '-') process.stdout.write(document)
  const people = json === '-' ? process.stderr : process.stdout
  people.write(gateTable(report, styleFor(people, process.env)))
  // GitHub reads both streams.
  if (github) people.write(`\n${gateAnnotations(report)}`)
}

function write(
  from: string,
  file: string,
  text: string,
  put: (file: string, text: string) => void = writeFileSync,
): void {
  try {
    put(file, text)
  } catch (cause) {
    throw new TareError('input', `${from}: can't write ${file}: ${(cause as Error).message}`, {
      hint: 'Give a file in a folder that is there and may be written to.',
      cause,
    })
  }
}
