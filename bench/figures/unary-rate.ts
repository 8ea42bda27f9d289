import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { beside, type Figure, type FigureRow, limited, median } from '../figure.ts'
import { measuredRun } from '../measured-run.ts'
import { startNativeServer } from '../native-program.ts'

const rounds = 3
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

export const unaryRate: Figure = {
  name: 'unary-rate',
  title: 'Short unary requests, 64 connections, one client core, against wrk',
  async measure({ native, runPath }): Promise<readonly FigureRow[]> {
    const ours: number[] = []
    const wrk: number[] = []
    for (let round = 0; round < rounds; round++) {
      const server = await startNativeServer(native.path('unary-server'), ['--port', '0', '--cpu', '0'])
      const url = `http://127.0.0.1:${server.port}`
      const shape = [
        '--no-stream',
        '--model',
        'bench',
        '--input-tokens',
        '4',
        '--output-tokens',
        '2',
        '--concurrency',
        '64',
      ]
      const { throughput } = await measuredRun(
        [url, ...shape, '--duration', '5s', '--warmup', '2s'],
        runPath(),
      )
      ours.push(throughput.requests_per_s)
      const rate = wrkRate(server.port)
      await server.stop()
      if (rate === undefined) return [{ what: 'wrk', measured: 'skipped: wrk is not installed' }]
      wrk.push(rate)
    }
    return [
      limited('ratio', median(ours) / median(wrk), '', { atLeast: 0.7 }),
      beside('tare', median(ours), ' req/s'),
      beside('wrk', median(wrk), ' req/s'),
    ]
  },
}
