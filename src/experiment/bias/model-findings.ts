import { type BiasModel, type BiasRun, eventsAtOnce } from './bias-report.ts'
import { rateWords, threeDigits, timeWords } from './bias-words.ts'

/** A model that is off by less than this factor is said to agree. */
const agreement = 1.25

const modelNames: Readonly<Record<BiasModel, string>> = {
  m_g_1: 'Pollaczek-Khinchine (M/G/1)',
  m_x_g_1: 'the batch-arrival queue M^[X]/G/1',
  periodic_batches: 'batches at even times',
  replayed: 'a queue fed with the measured arrivals',
}

/** How the models of the client's wait did at one rate, a sentence each. */
export function modelFindings(
  rate: number,
  run: BiasRun,
  pattern: 'stepping' | 'own-phases',
): readonly string[] {
  const { client, processes } = run
  const who = processes === 1 ? 'one process' : `each of ${processes} processes`
  const where = `At ${rateWords(rate)} tokens/s an event waits ${timeWords(client.wait_us.mean)} in ${who}, ${busy(run)}`
  if (client.saturated) {
    return [`${where}: no model has a steady state there, and the wait depends on how long the run is.`]
  }
  const models: readonly BiasModel[] =
    pattern === 'stepping' ? ['m_g_1', 'm_x_g_1', 'periodic_batches', 'replayed'] : ['m_g_1', 'replayed']
  const verdicts = models.map((model) => verdict(run, model))
  return [`${where}: ${verdicts.join('; ')}.`]
}

function busy({ client: { utilisation } }: BiasRun): string {
  return utilisation === null
    ? 'whose service time is unknown'
    : `which is ${Math.round(utilisation * 100)} % busy`
}

function verdict(run: BiasRun, model: BiasModel): string {
  const { wait_us, over_measured } = run.client.models[model]
  const name = modelNames[model]
  if (wait_us === null || over_measured === null) return `${name} says nothing`
  const says = `${name} says ${timeWords(wait_us)}`
  if (over_measured <= agreement && over_measured >= 1 / agreement) return `${says}, and agrees`
  const factor = over_measured > 1 ? over_measured : 1 / over_measured
  const way = over_measured > 1 ? 'too much' : 'too little'
  return `${says}, ${threeDigits(factor)} times ${way}${reason(run, model, over_measured)}`
}

/** Why a model is off, as far as its assumptions tell. */
function reason({ client }: BiasRun, model: BiasModel, overMeasured: number): string {
  const batch = eventsAtOnce(client.batch_events) ?? 1
  const over = overMeasured > 1
  if (model === 'm_g_1') {
    if (!over && batch > 1.5)
      return ` (it has events come one by one, and here ${threeDigits(batch)} come at once)`
    return over
      ? ' (arrivals are more even than a Poisson process)'
      : ' (arrivals are burstier than a Poisson process)'
  }
  if (model === 'm_x_g_1' && over) return " (steps come at even times, and a step's tokens not all at once)"
  if (model === 'periodic_batches')
    return over
      ? " (a step's tokens don't come all at once)"
      : ' (some of a step is left when the next comes)'
  if (model === 'replayed') return ' (so the arrivals are not all of it: service times depend on each other)'
  return ''
}
