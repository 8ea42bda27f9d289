import { isDeepStrictEqual } from 'node:util'
import { TareError } from '../../errors.ts'
import { hintByHand } from '../journal/describe-left.ts'
import type { LeftKserveV2Model } from '../journal/left-server.ts'
import { withoutSecrets, withSecretsOf } from '../journal/without-secrets.ts'
import { configDifferences, type ModelConfig } from './model-config.ts'
import type { RepositoryApi } from './repository-api.ts'

/**
 * Puts a model back as it was found, and reads that back. `config` is the one that it had, secrets and all. Throws TareError 'server'
 * that says what is left.
 */
export async function restoreModel(
  api: RepositoryApi,
  left: LeftKserveV2Model,
  config: ModelConfig | null,
): Promise<void> {
  const { model, is_loaded } = left
  await orSayHow(api, left, async () => {
    if (!is_loaded) {
      if ((await api.index()).get(model) === true) await api.unload(model)
      return
    }
    if (config === null) return
    await api.load(model, config)
    refuseDifferences(config, await api.config(model))
  })
}

/** The same of what another process has left, which has kept no secrets: the server may still know them, or its repository. */
export async function restoreLeftModel(api: RepositoryApi, left: LeftKserveV2Model): Promise<void> {
  const { model, is_loaded, config: stored } = left
  if (!is_loaded || stored === null) return restoreModel(api, left, null)
  await orSayHow(api, left, async () => {
    const now = (await api.index()).get(model) === true ? await api.config(model) : null
    const config = withSecretsOf(stored, now)
    if (config !== null && isDeepStrictEqual(now, config)) return
    await api.load(model, config)
    const loaded = await api.config(model)
    if (config === null) refuseDifferences(stored, withoutSecrets(loaded ?? {}))
    else refuseDifferences(config, loaded)
  })
}

function refuseDifferences(config: ModelConfig, now: ModelConfig | null): void {
  const [first] = configDifferences(config, now)
  if (first === undefined) return
  const [shown] = configDifferences(withoutSecrets(config), withoutSecrets(now ?? {}))
  throw new Error(
    shown === undefined
      ? `${first.path} isn't what it was`
      : `${shown.path} is ${JSON.stringify(shown.read)}, and was ${JSON.stringify(shown.asked)}`,
  )
}

async function orSayHow(
  { label }: RepositoryApi,
  left: LeftKserveV2Model,
  restore: () => Promise<void>,
): Promise<void> {
  try {
    await restore()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TareError('server', `can't put ${left.model} back at ${label}: ${reason}`, {
      hint: hintByHand(left, cause),
      cause,
    })
  }
}
