import { execFileSync } from 'node:child_process'
import { beside, type Figure, type FigureContext, limited, median } from '../figure.ts'
import { measuredRun } from '../measured-run.ts'
import { cpuUsBetween, readSamples } from '../samples.ts'
import { startTokenStream, stopTokenStream, streamLoad, streams } from '../token-stream.ts'

const rounds = 3

/**
 * CPU of a worker over the measured window, records written, beside that of a bare C client that parses nothing; in
 * turns. (The start of a worker, with its compiling, is in the warm-up.)
 */
async function compare(
  context: FigureContext,
  mode: 'stepping' | 'own-phase',
): Promise<[tare: number, bare: number]> {
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < rounds; round++) {
    const stream = await startTokenStream(context, mode, 25_600)
    const run = context.runPath()
    const summary = await measuredRun([stream.url, ...streamLoad, '--duration', '10s', '--warmup', '4s'], run)
    const { start_ns: startNs, end_ns: endNs } = summary.window
    const tokens = (summary.throughput.output_tokens_per_s! * (endNs - startNs)) / 1e9
    ours.push(cpuUsBetween(await readSamples(run), startNs, endNs) / tokens)
    const port = String(stream.server.port)
    const shape = ['--streams', String(streams), '--tokens', '200', '--seconds', '8', '--cpu', '1']
    const said = execFileSync(context.native.path('bare-client'), ['--port', port, ...shape], {
      encoding: 'utf8',
    })
    bare.push((JSON.parse(said) as { cpu_us_per_token: number }).cpu_us_per_token)
    await stopTokenStream(stream)
  }
  return [median(ours), median(bare)]
}

export const cpuPerToken: Figure = {
  name: 'cpu-per-token',
  title: 'CPU per streamed token at 25k tok/s, records written, against a bare C epoll client',
  async measure(context) {
    const [stepping, bareStepping] = await compare(context, 'stepping')
    const [ownPhase, bareOwnPhase] = await compare(context, 'own-phase')
    return [
      limited('streams stepping together: ratio', stepping / bareStepping, '', { atMost: 1.6 }),
      beside('tare', stepping, ' us'),
      beside('bare C', bareStepping, ' us'),
      limited('each stream in its own phase: ratio', ownPhase / bareOwnPhase, '', { atMost: 1.6 }),
      beside('tare', ownPhase, ' us'),
      beside('bare C', bareOwnPhase, ' us'),
    ]
  },
}
