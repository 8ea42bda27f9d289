import { execFileSync } from 'node:child_process'
import { beside, type Figure, type FigureContext, limited, median } from '../figure.ts'
import { measuredRun } from '../measured-run.ts'
import { startTokenStream, stopTokenStream, streamLoad, streams } from '../token-stream.ts'

const rounds = 3

/** CPU of a worker, records written, beside that of a bare C client that parses nothing; in turns. */
async function compare(
  context: FigureContext,
  mode: 'stepping' | 'own-phase',
): Promise<[tare: number, bare: number]> {
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < rounds; round++) {
    const stream = await startTokenStream(context, mode, 25_600)
    const args = [stream.url, ...streamLoad, '--duration', '8s', '--warmup', '2s']
    const { instrument } = await measuredRun(args, context.runPath())
    ours.push(instrument.cpu_us_per_token!)
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
