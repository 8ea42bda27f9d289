import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import type { BiasFlags } from '../experiment/bias/bias-options-from-flags.ts'
import type { BiasReport } from '../experiment/bias/bias-report.ts'

interface BiasCommandFlags extends BiasFlags {
  readonly format: 'table' | 'json' | 'markdown'
}

/** Adds the command `bias`. */
export function registerBias(program: Command): void {
  program
    .command('bias')
    .summary("measure what a client's own queue adds to latencies, on this machine")
    .description(
      'Measures the same load, at the same time, by the clock of the client process and by the kernel, in one process and in ' +
        'several, at rising token rates until one process saturates; against the true times of the embedded simulator. ' +
        "Prints how far TTFT, ITL, TPOT and NTPOT are off, the client's service times, and what queueing theory predicts.",
    )
    .option(
      '--rates <list>',
      'token events a second, such as 5000,20000 (default: until one process saturates)',
    )
    .option(
      '--work <time>',
      'work added to each token event: 30us is a client in Python, 0 this one (default: 30us)',
    )
    .option('--processes <n>', 'how many the several processes are (default: cores − 1, at least 2)')
    .option('--streams <n>', 'streams at every rate (default: as many as have a token every 20 ms)')
    .option('--pattern <pattern>', 'stepping: all streams step together; or own-phases (default: stepping)')
    .option('--duration <time>', 'length of the measured part of each run (default: 4s)')
    .option('--quick', 'three rates for a second each')
    .option('--seed <n>', 'of times and prompts (default: random)')
    .option('--out <dir>', 'keep the runs, bias.json and bias.md there; it must not exist')
    .addOption(
      new Option('--format <format>', 'what to print')
        .choices(['table', 'json', 'markdown'])
        .default('table'),
    )
    .action(bias)
}

async function bias(flags: BiasCommandFlags): Promise<void> {
  // Loaded only now: the help of every command reads this file.
  const { biasOptionsFromFlags } = await import('../experiment/bias/bias-options-from-flags.ts')
  const { noKernelStamps, runBias } = await import('../experiment/bias/run-bias.ts')
  const { rateWords } = await import('../experiment/bias/bias-words.ts')
  const { kernelTransportFailure } = await import('../wire/kernel/kernel-reactor.ts')
  const { refuseExisting } = await import('../run/run-folder.ts')
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'tare-bias-'))
  const stop = new AbortController()
  const onInterrupt = (): void => stop.abort()
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  try {
    const around = {
      cores: availableParallelism(),
      temporaryFolder,
      randomSeed: Math.floor(Math.random() * 2 ** 31),
    }
    const options = biasOptionsFromFlags(flags, around)
    const failure = kernelTransportFailure()
    if (failure !== undefined) throw noKernelStamps(failure)
    refuseExisting(options.folder)
    const report = await runBias(options, stop.signal, ({ tokensPerSecond, processes }) => {
      const who = processes === 1 ? '1 process' : `${processes} processes`
      process.stderr.write(`${rateWords(tokensPerSecond)} tokens/s, ${who} …\n`)
    })
    if (options.keep) await keep(options.folder, report)
    process.stdout.write(await formatted(report, flags.format))
  } finally {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
    rmSync(temporaryFolder, { recursive: true, force: true })
  }
}

async function keep(folder: string, report: BiasReport): Promise<void> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'bias.json'), await formatted(report, 'json'))
  writeFileSync(join(folder, 'bias.md'), await formatted(report, 'markdown'))
}

async function formatted(report: BiasReport, format: BiasCommandFlags['format']): Promise<string> {
  if (format === 'json') return `${JSON.stringify(report, null, 2)}\n`
  if (format === 'markdown') return (await import('../experiment/bias/bias-markdown.ts')).biasMarkdown(report)
  return (await import('../experiment/bias/bias-table.ts')).biasTable(report)
}
