import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, release, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { cpuPerToken } from './figures/cpu-per-token.ts'
import { historyList } from './figures/history-list.ts'
import { openLoopLateness } from './figures/open-loop-lateness.ts'
import { scrapeCost } from './figures/scrape-cost.ts'
import { tenMillionTokens } from './figures/ten-million-tokens.ts'
import { tokenArrivalError } from './figures/token-arrival-error.ts'
import { unaryRate } from './figures/unary-rate.ts'
import { compileNativePrograms } from './native-program.ts'

const figures: readonly Figure[] = [
  tokenArrivalError,
  cpuPerToken,
  unaryRate,
  openLoopLateness,
  tenMillionTokens,
  scrapeCost,
  historyList,
]

/** Prints the figures that Tare must reach, as measured here and now: `npm run bench [-- NAME ...]`. */
async function main(names: readonly string[]): Promise<void> {
  const chosen = names.length === 0 ? figures : figures.filter(({ name }) => names.includes(name))
  if (chosen.length === 0)
    throw new Error(`no such figure; there are ${figures.map(({ name }) => name).join(', ')}`)
  const [cpu] = cpus()
  console.log(`${cpu?.model.trim()}, ${cpus().length} cores, Linux ${release()}, Node ${process.version}`)
  console.log(`load average at the start: ${loadavg()[0]!.toFixed(2)} (figures want a quiet machine)\n`)
  const native = compileNativePrograms(['token-sender', 'bare-client', 'unary-server', 'busy-loop'])
  if (native === undefined) {
    console.log('skipped: no C compiler for the servers and the client to measure against')
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'tare-bench-'))
  let runs = 0
  const context = { native, runPath: () => join(folder, `run-${runs++}`) }
  try {
    for (const figure of chosen) {
      console.log(figure.title)
      for (const { what, measured, target, met } of await figure.measure(context)) {
        const verdict = target === undefined ? '' : `   ${met ? 'ok  ' : 'MISS'} ${target}`
        console.log(`  ${what.padEnd(54)} ${measured.padStart(16)}${verdict}`)
      }
      console.log('')
    }
  } finally {
    native.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main(process.argv.slice(2))
