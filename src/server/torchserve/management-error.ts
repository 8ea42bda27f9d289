import { TareError } from '../../errors.ts'
import type { Answer } from '../http/http-client.ts'
import { refusesKey } from '../http/refuses-key.ts'
import { said } from '../http/said.ts'

export interface ManagementFailure {
  readonly label: string
  /** What was asked for: `registering mnist.mar as mnist`. */
  readonly what: string
  readonly answer: Answer
  /** What to do when the key is refused. */
  readonly keyHint: string
}

/** What TorchServe's management API objects to, and what to change. */
export function managementError({ label, what, answer, keyHint }: ManagementFailure): TareError {
  const hint = refusesKey(answer) ? keyHint : hints[answer.status]
  return new TareError('server', `TorchServe at ${label}: ${what} failed: ${said(answer)}`, {
    hint: hint ?? 'See TorchServe’s log (logs/ts_log.log and logs/model_log.log).',
  })
}

const hints: Readonly<Record<number, string>> = {
  400: 'Check server.model_url: an archive in the model store is given by its file name alone, without a folder.',
  403: 'Check that the management API is allowed to this client.',
  404: 'Check server.model_url: the archive must be in TorchServe’s model store, or a URL that its allowed_urls admit.',
  405: 'Registering is switched off: start TorchServe with --enable-model-api.',
  409: 'Unregister that version first, measure it as it is (leave server.model_url out), or give target.model another name.',
  500: 'Its workers failed, or didn’t load the model in time: see logs/model_log.log; allow more with server.ready.timeout.',
  507: 'It has no room for this: ask for fewer workers or a smaller batch, or stop what else uses the memory.',
}
