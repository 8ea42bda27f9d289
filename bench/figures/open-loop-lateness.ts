import { type Figure, limited } from '../figure.ts'
import { measuredRun } from '../measured-run.ts'
import { startNativeServer } from '../native-program.ts'

export const openLoopLateness: Figure = {
  name: 'open-loop-lateness',
  title: 'Lateness of 2000 Poisson sends a second',
  async measure({ native, runPath }) {
    const server = await startNativeServer(native.path('unary-server'), ['--port', '0', '--cpu', '0'])
    const url = `http://127.0.0.1:${server.port}`
    const shape = [
      '--no-stream',
      '--model',
      'bench',
      '--input-tokens',
      '16',
      '--output-tokens',
      '2',
      '--rate',
      '2000',
    ]
    const { load } = await measuredRun([url, ...shape, '--duration', '10s', '--warmup', '2s'], runPath())
    await server.stop()
    const { p50, p99, p99_9 } = load.lateness_ms
    return [
      { what: 'p50', measured: `${p50!.toPrecision(3)} ms` },
      limited('p99', p99!, ' ms', { atMost: 0.3 }),
      { what: 'p99.9', measured: `${p99_9!.toPrecision(3)} ms` },
    ]
  },
}
