import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProbeResult } from '../../analysis/capacity/capacity-probe.ts'
import type { TokensPerRequest } from '../../analysis/capacity/size-deployment.ts'
import { writeFailure } from '../../record/write-bytes.ts'

/** A probe as a search's folder keeps it: a line of probes.ndjson, which is all that a search needs to go on. */
export interface MadeProbe {
  readonly result: ProbeResult
  readonly tokens: TokensPerRequest
}

/** Notes a probe; it is there whatever becomes of the search. */
export function appendProbe(folder: string, { result, tokens }: MadeProbe): void {
  const path = probesPath(folder)
  try {
    appendFileSync(path, `${JSON.stringify({ result, tokens })}\n`)
  } catch (cause) {
    throw writeFailure(path, cause)
  }
}

/** The probes of a search so far. A line that a crash cut short is a probe that wasn't made, and stays by itself. */
export function readProbes(folder: string): readonly MadeProbe[] {
  const path = probesPath(folder)
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  if (lines.at(-1) !== '') appendFileSync(path, '\n')
  return lines.flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as MadeProbe]
    } catch {
      return []
    }
  })
}

function probesPath(folder: string): string {
  return join(folder, 'probes.ndjson')
}
