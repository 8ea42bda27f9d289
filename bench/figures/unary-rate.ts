import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { beside, type Figure, type FigureContext, type FigureRow, limited, median } from '../figure.ts'
import { measuredRun } from '../measured-run.ts'
import { startNativeServer } from '../native-program.ts'

const rounds = 3
const shape = '--no-stream --model bench --concurrency 64 --input-tokens 4 --output-tokens 2'.split(' ')
const script = join(import.meta.dirname, '..', 'native', 'chat-post.lua')

function wrkRate(port: number): number | undefined {
  const args = ['-c', '1', 'wrk', '-t', '1', '-c', '64', '-d', '5s', '-s', script, `http://127.0.0.1:${port}`]
  try {
    const lines = execFileSync('taskset', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    const line = lines.split('\n').find((text) => text.startsWith('{'))
    return (JSON.parse(line!) as { requests_per_s: number }).requests_per_s
  } catch {
    return undefined
  }
}

/** Requests a second of each, in turns; undefined where there is no wrk. */
async function compare(
  { native, runPath }: FigureContext,
  workUs: number,
): Promise<{ readonly tare: number; readonly wrk: number } | undefined> {
  const ours: number[] = []
  const wrk: number[] = []
  for (let round = 0; round < rounds; round++) {
    const options = ['--port', '0', '--cpu', '0', '--work-us', String(workUs)]
    const server = await startNativeServer(native.path('unary-server'), options)
    const url = `http://127.0.0.1:${server.port}`
    const { throughput } = await measuredRun([url, ...shape, '--duration', '5s', '--warmup', '2s'], runPath())
    ours.push(throughput.requests_per_s!)
    const rate = wrkRate(server.port)
    await server.stop()
    if (rate === undefined) return undefined
    wrk.push(rate)
  }
  return { tare: median(ours), wrk: median(wrk) }
}

export const unaryRate: Figure = {
  name: 'unary-rate',
  title: 'Short unary requests, 64 connections, one client core, against wrk',
  async measure(context): Promise<readonly FigureRow[]> {
    const lean = await compare(context, 0)
    const working = await compare(context, 8)
    if (lean === undefined || working === undefined) {
      return [{ what: 'wrk', measured: 'skipped: wrk is not installed' }]
    }
    return [
      limited('a server that answers at once: ratio', lean.tare / lean.wrk, '', { atLeast: 0.7 }),
      beside('tare', lean.tare, ' req/s'),
      beside('wrk', lean.wrk, ' req/s'),
      beside('a server that computes 8 us a request: ratio', working.tare / working.wrk, ''),
      beside('tare', working.tare, ' req/s'),
      beside('wrk', working.wrk, ' req/s'),
    ]
  },
}
