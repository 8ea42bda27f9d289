import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { TareError } from '../errors.ts'
import { parseDurationNs } from '../plan/duration.ts'
import { forFlag } from '../plan/for-flag.ts'
import { classicFaultForms } from '../simulator/classic/classic-fault.ts'
import type { EngineConfig } from '../simulator/engine.ts'
import { faultDefaults, parseFault } from '../simulator/fault.ts'
import { latenessLine } from '../simulator/lateness.ts'
import { presetNamed, presets } from '../simulator/presets.ts'
import type { SimulatorOptions } from '../simulator/simulator.ts'
import { parseServiceLaw } from './parse-service-law.ts'
import { checkClassicFlags, classicOptions, type SimulateClassicFlags } from './simulate-classic.ts'
import { wholeNumber } from './whole-number.ts'

/** Flags of `tare simulate`, as commander hands them over. */
export interface SimulateOptions extends SimulateClassicFlags {
  readonly unix?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly preset?: string
  readonly station?: string
  readonly servers?: string
  readonly truthLog?: string
  readonly epochUnixNs?: string
  readonly replyTokens?: string
  readonly maxNumSeqs?: string
  readonly maxBatchedTokens?: string
  readonly maxModelLen?: string
  readonly kvBlocks?: string
  readonly prefixCaching?: boolean
  readonly stepBase?: string
  readonly stepPerSequence?: string
  readonly stepPerContextToken?: string
  readonly stepPerPrefillToken?: string
  readonly untilStdinEnds?: boolean
}

const examples = `
Presets:
${Object.entries(presets)
  .map(([name, { description }]) => `  ${name.padEnd(15)}${description}`)
  .join('\n')}

Faults (KIND, KIND=VALUE, KIND:RATE or KIND=VALUE:RATE; every request gets it unless there is a rate):
  ${Object.keys(faultDefaults)
    .join(', ')
    .replace(/(.{60,90}), /g, '$1,\n  ')}
With --classic: ${classicFaultForms.join(', ').replace(/(.{60,90}), /g, '$1,\n  ')}

Examples:
  tare simulate                                           # on http://127.0.0.1:8000
  tare simulate --port 0 --preset llama-3.1-8b            # on a free port
  tare simulate --station 'exponential(20ms)' --servers 4 # an M/M/4 station
  tare simulate --fault reset:0.01 --fault http_error=503:0.02
  tare simulate --classic --batch-law 'exponential(5ms+1ms*n)' --contention 0.05,0.001`

/** Adds the command `simulate`. */
export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .summary('serve a simulated model over the OpenAI API')
    .description(
      'Serves a simulated model over the OpenAI API: a continuous-batching engine in real time, or a station of known ' +
        'law. Prints where it listens, serves until Ctrl-C, then prints how late it was.',
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on; 0 takes a free one', '8000')
    .option('--unix <path>', 'listen on a unix socket instead')
    .option('--tls-cert <file>', 'serve TLS with this PEM certificate')
    .option('--tls-key <file>', 'its PEM key')
    .option('--preset <name>', 'engine to simulate, see below', 'default')
    .option(
      '--station <law>',
      'a station instead: deterministic(20ms), exponential(20ms) or lognormal(20ms,0.5)',
    )
    .option('--servers <count>', "the station's servers", '1')
    .option('--model <name>', 'name of the model', 'tare-simulator')
    .option('--api-key <key>', 'ask clients for this key')
    .option('--seed <integer>', 'seed of words, lengths, service times and faults', '0')
    .option(
      '--fault <fault>',
      'inject a fault; may be repeated',
      (fault: string, all: string[]) => [...all, fault],
      [],
    )
    .option('--truth-log <file>', 'per request, when it came and when each token left (JSON lines)')
    .option('--epoch-unix-ns <ns>', 'what the truth log counts from, in ns since 1970 (default: the start)')
    .option('--reply-tokens <count>', 'median length of a reply whose request sets none', '128')
    .option('--max-num-seqs <count>', 'most sequences in a batch')
    .option('--max-batched-tokens <count>', 'most tokens computed in a step')
    .option('--max-model-len <count>', 'most tokens of a prompt and its reply')
    .option('--kv-blocks <count>', 'KV-cache blocks of 16 tokens')
    .option('--no-prefix-caching', "don't share the blocks of equal beginnings")
    .option('--step-base <duration>', 'duration of an empty step, such as 12ms')
    .option('--step-per-sequence <duration>', '… and what each sequence of the batch adds')
    .option('--step-per-context-token <duration>', '… each token in the KV cache')
    .option('--step-per-prefill-token <duration>', '… each prompt token')
    .option('--classic', 'a dynamic-batching server instead, with the APIs of TorchServe and Triton')
    .option('--management-port <port>', "… port of TorchServe's management API (default: --port + 1)")
    .option('--metrics-port <port>', '… port of its metrics (default: --port + 2)')
    .option('--batch-law <law>', '… time of a batch of n items (default: deterministic(5ms+1ms*n))')
    .option('--contention <sigma[,kappa]>', '… what busy workers take from each other, by the USL')
    .option('--queue-limit <count>', '… most requests that wait, per model (default: 100)')
    .option('--worker-start <duration>', '… from the start of a worker until it is ready (default: 50ms)')
    .option('--workers <count>', '… workers of the model that is there from the start (default: 1)')
    .option('--batch-size <count>', '… its batch size (default: 1)')
    .option('--batch-delay <duration>', '… its longest wait for a full batch (default: 100ms)')
    .option('--management-token <token>', '… ask for this token where models are managed')
    .option('--metrics-log <file>', "… append metrics as TorchServe's logs have them")
    .option('--until-stdin-ends', 'stop when standard input ends, too: for a parent process')
    .addHelpText('after', examples)
    .action(async (options: SimulateOptions) => {
      checkClassicFlags({ ...options })
      await (options.classic === true ? simulateClassic(options) : simulate(options))
    })
}

/** Serves until SIGINT or SIGTERM. Throws a TareError when an option makes no sense or the place is taken. */
async function simulate(options: SimulateOptions): Promise<void> {
  // Loaded only now: the help of every command reads this file, and needs no server.
  const { startSimulator } = await import('../simulator/simulator.ts')
  const simulator = await startSimulator(simulatorOptions(options))
  const stopped = stopSignal(options.untilStdinEnds === true)
  process.stdout.write(`listening on ${simulator.url}\n`)
  await stopped
  await simulator.close()
  const { cpu_s, cpu_us_per_token, generated_tokens } = simulator.status()
  process.stdout.write(`${latenessLine(simulator.lateness())}\n`)
  if (cpu_us_per_token !== null) {
    const perToken = cpu_us_per_token.toFixed(1)
    process.stdout.write(`${generated_tokens} tokens, ${cpu_s.toFixed(1)} s of CPU, ${perToken} us a token\n`)
  }
}

/** As `simulate`, of the dynamic-batching server. */
async function simulateClassic(options: SimulateOptions): Promise<void> {
  const { startClassicSimulator } = await import('../simulator/classic/start-classic-simulator.ts')
  const simulator = await startClassicSimulator(classicOptions(options))
  const stopped = stopSignal(options.untilStdinEnds === true)
  process.stdout.write(`inference on ${simulator.inferenceUrl}\n`)
  process.stdout.write(`management on ${simulator.managementUrl}\n`)
  process.stdout.write(`metrics on ${simulator.metricsUrl}/metrics\n`)
  await stopped
  await simulator.close()
  process.stdout.write(`${latenessLine(simulator.lateness())}\n`)
}

/** Flags as the simulator's options. Throws a TareError (usage) that names the flag. */
export function simulatorOptions(options: SimulateOptions): SimulatorOptions {
  const { station, servers } = options
  return {
    host: options.host,
    port: wholeNumber('--port', options.port, 0, 65_535),
    unixPath: options.unix,
    tls: tlsIdentity(options),
    preset: options.preset,
    engine: engineOverrides(options),
    station:
      station === undefined
        ? undefined
        : {
            law: forFlag('--station', () => parseServiceLaw(station)),
            servers: wholeNumber('--servers', servers, 1, 1e6) ?? 1,
          },
    model: options.model,
    apiKey: options.apiKey,
    seed: wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER),
    faults: (options.fault ?? []).map(parseFault),
    truthLog: options.truthLog,
    epochUnixNs: epoch(options.epochUnixNs),
    replyMedianTokens: wholeNumber('--reply-tokens', options.replyTokens, 1, 1e9),
  }
}

/** A token's share of a step may be less than a nanosecond. */
const partsPerNs = 1000

function engineOverrides(options: SimulateOptions): Partial<EngineConfig> {
  const { engine } = presetNamed(options.preset ?? 'default')
  const whole = (flag: string, value: string | undefined, otherwise: number): number =>
    wholeNumber(flag, value, 1, 1e8) ?? otherwise
  const duration = (flag: string, value: string | undefined, otherwise: number): number =>
    value === undefined ? otherwise : forFlag(flag, () => parseDurationNs(value, partsPerNs))
  return {
    cost: {
      baseNs: duration('--step-base', options.stepBase, engine.cost.baseNs),
      perSequenceNs: duration('--step-per-sequence', options.stepPerSequence, engine.cost.perSequenceNs),
      perContextTokenNs: duration(
        '--step-per-context-token',
        options.stepPerContextToken,
        engine.cost.perContextTokenNs,
      ),
      perPrefillTokenNs: duration(
        '--step-per-prefill-token',
        options.stepPerPrefillToken,
        engine.cost.perPrefillTokenNs,
      ),
    },
    maxSequences: whole('--max-num-seqs', options.maxNumSeqs, engine.maxSequences),
    maxBatchedTokens: whole('--max-batched-tokens', options.maxBatchedTokens, engine.maxBatchedTokens),
    maxModelTokens: whole('--max-model-len', options.maxModelLen, engine.maxModelTokens),
    blocks: whole('--kv-blocks', options.kvBlocks, engine.blocks),
    prefixCaching: options.prefixCaching ?? engine.prefixCaching,
  }
}

function epoch(value: string | undefined): bigint | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,19}$/.test(value)) return BigInt(value)
  throw new TareError('usage', `--epoch-unix-ns: ${JSON.stringify(value)} isn't a number of nanoseconds`, {
    hint: 'Give nanoseconds since 1970 in digits, as date +%s%N prints.',
  })
}

function tlsIdentity(options: SimulateOptions): { key: string; cert: string } | undefined {
  const { tlsCert, tlsKey } = options
  if (tlsCert === undefined && tlsKey === undefined) return undefined
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new TareError('usage', '--tls-cert and --tls-key need each other', { hint: 'Give both files.' })
  }
  return { key: fileText('--tls-key', tlsKey), cert: fileText('--tls-cert', tlsCert) }
}

function fileText(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new TareError('input', `${flag}: ${path} can't be read: ${(cause as Error).message}`, {
      hint: 'Name a PEM file that exists.',
      cause,
    })
  }
}

function stopSignal(untilStdinEnds: boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      if (untilStdinEnds) process.stdin.destroy()
      resolve()
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    if (untilStdinEnds) process.stdin.resume().once('end', stop)
  })
}
