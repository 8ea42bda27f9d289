import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beside, type Figure, limited } from '../figure.ts'
import { measuredRun } from '../measured-run.ts'
import { readSamples } from '../samples.ts'
import { recordsPath, startTokenStream, stopTokenStream, streamLoad } from '../token-stream.ts'

const tokens = 10_000_000
const rate = 75_000

/** One long run: the rate that a core sustains, and what grows with the run and what doesn't. */
export const tenMillionTokens: Figure = {
  name: 'ten-million-tokens',
  title: 'Ten million tokens at 75k tok/s, one token a segment, on one core',
  async measure(context) {
    const stream = await startTokenStream(context, 'own-phase', rate)
    const run = context.runPath()
    const seconds = Math.ceil(tokens / rate) + 6
    const summary = await measuredRun(
      [stream.url, ...streamLoad, '--duration', `${seconds}s`, '--warmup', '2s'],
      run,
    )
    const sender = await stopTokenStream(stream)
    const samples = await readSamples(run)
    const atOneMillion = samples.find(({ output_tokens }) => output_tokens >= 1e6)!
    const atTenMillion = samples.find(({ output_tokens }) => output_tokens >= 1e7)!
    const recorded = samples.at(-1)!.output_tokens
    const { instrument, throughput } = summary
    return [
      limited('received', throughput.output_tokens_per_s! / 1000, 'k tok/s', { atLeast: 74 }),
      beside('sent', sender.tokens_per_s / 1000, 'k tok/s'),
      beside('writes that the sender had to defer', sender.deferred, ''),
      beside('CPU per token', instrument.cpu_us_per_token!, ' us'),
      beside('read delay p99', instrument.read_delay_us.p99!, ' us'),
      limited(
        'memory after 10M tokens over that after 1M',
        atTenMillion.rss_bytes / atOneMillion.rss_bytes,
        '',
        {
          atMost: 1.3,
        },
      ),
      beside('memory after 10M tokens', atTenMillion.rss_bytes / 1e6, ' MB'),
      limited('records.parquet', statSync(recordsPath(run)).size / recorded, ' bytes/token', { atMost: 4 }),
      limited('summarised after its end in', secondsToFinish(run), ' s', { atMost: 10 }),
    ]
  },
}

/** From the workers' end to everything written, as the run's log has it. */
function secondsToFinish(run: string): number {
  const events = readFileSync(join(run, 'log.ndjson'), 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as { at: string; event: string }]))
  const at = (name: string): number => Date.parse(events.find(({ event }) => event === name)!.at)
  return (at('finished') - at('end')) / 1000
}
