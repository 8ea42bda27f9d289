import { TareError } from '../errors.ts'
import { parseDurationNs } from '../plan/duration.ts'
import { forFlag } from '../plan/for-flag.ts'
import { parseClassicFault } from '../simulator/classic/classic-fault.ts'
import type { ClassicOptions } from '../simulator/classic/start-classic-simulator.ts'
import { parseBatchLaw, parseContention } from './parse-batch-law.ts'
import { wholeNumber } from './whole-number.ts'

/** Flags of `tare simulate --classic`, as commander hands them over. */
export interface SimulateClassicFlags {
  readonly classic?: boolean
  readonly host?: string
  readonly port?: string
  readonly managementPort?: string
  readonly metricsPort?: string
  readonly model?: string
  readonly apiKey?: string
  readonly managementToken?: string
  readonly seed?: string
  readonly fault?: readonly string[]
  readonly batchLaw?: string
  readonly contention?: string
  readonly queueLimit?: string
  readonly workers?: string
  readonly batchSize?: string
  readonly batchDelay?: string
  readonly workerStart?: string
  readonly metricsLog?: string
}

const ofClassic = [
  'managementPort',
  'metricsPort',
  'managementToken',
  'batchLaw',
  'contention',
  'queueLimit',
  'workers',
  'batchSize',
  'batchDelay',
  'workerStart',
  'metricsLog',
] as const

/** Of the engine and the station; those that commander gives a default can't be told from given ones. */
const ofOthers = [
  'unix',
  'tlsCert',
  'tlsKey',
  'station',
  'truthLog',
  'epochUnixNs',
  'maxNumSeqs',
  'maxBatchedTokens',
  'maxModelLen',
  'kvBlocks',
  'stepBase',
  'stepPerSequence',
  'stepPerContextToken',
  'stepPerPrefillToken',
] as const

/** Throws a TareError (usage) for a flag that would be ignored: of the classic mode without --classic, of the others with it. */
export function checkClassicFlags(flags: Readonly<Record<string, unknown>>): void {
  const isClassic = flags.classic === true
  const useless = (isClassic ? ofOthers : ofClassic).find((name) => flags[name] !== undefined)
  if (useless === undefined) return
  const flag = `--${useless.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw new TareError(
    'usage',
    isClassic ? `${flag} has no meaning with --classic` : `${flag} needs --classic`,
    {
      hint: isClassic ? `Leave out ${flag}, or --classic.` : 'Give --classic too.',
    },
  )
}

/** Flags as the options of `startClassicSimulator`. Throws a TareError (usage) that names the flag. */
export function classicOptions(flags: SimulateClassicFlags): ClassicOptions {
  const { batchLaw, contention, batchDelay, workerStart } = flags
  const port = wholeNumber('--port', flags.port, 0, 65_535) ?? 0
  // Free ones beside a free one, and otherwise the next two, as TorchServe's 8080, 8081 and 8082.
  const beside = (flag: string, value: string | undefined, offset: number): number =>
    wholeNumber(flag, value, 0, 65_535) ?? (port === 0 ? 0 : port + offset)
  return {
    host: flags.host,
    inferencePort: port,
    managementPort: beside('--management-port', flags.managementPort, 1),
    metricsPort: beside('--metrics-port', flags.metricsPort, 2),
    law: batchLaw === undefined ? undefined : forFlag('--batch-law', () => parseBatchLaw(batchLaw)),
    contention:
      contention === undefined ? undefined : forFlag('--contention', () => parseContention(contention)),
    queueLimit: wholeNumber('--queue-limit', flags.queueLimit, 0, 1e6),
    workerStartMs:
      workerStart === undefined
        ? undefined
        : forFlag('--worker-start', () => parseDurationNs(workerStart)) / 1e6,
    seed: wholeNumber('--seed', flags.seed, 0, Number.MAX_SAFE_INTEGER),
    models: [
      {
        name: flags.model ?? 'tare-simulator',
        workers: wholeNumber('--workers', flags.workers, 0, 1000),
        batchSize: wholeNumber('--batch-size', flags.batchSize, 1, 1e6),
        maxBatchDelayMs:
          batchDelay === undefined
            ? undefined
            : forFlag('--batch-delay', () => parseDurationNs(batchDelay)) / 1e6,
      },
    ],
    faults: (flags.fault ?? []).map(parseClassicFault),
    inferenceToken: flags.apiKey,
    managementToken: flags.managementToken,
    metricsLog: flags.metricsLog,
  }
}
