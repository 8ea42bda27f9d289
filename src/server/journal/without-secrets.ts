import { isSecretName, redacted } from '../../plan/headers.ts'
import { isMapping } from '../../plan/is-mapping.ts'

type Settings = Readonly<Record<string, unknown>>

/** Settings as a file may have them: what stands below a name of a secret (`hf_token`, `api_key`) is replaced. */
export function withoutSecrets(settings: Settings): Settings {
  return mapEntries(settings, (name, value) => (isSecret(name) ? redacted : inside(value)))
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside)
  return isMapping(value) ? withoutSecrets(value) : value
}

/** The same with the secrets that `now` has in those places; null when it lacks one. */
export function withSecretsOf(stored: Settings, now: Settings | null): Settings | null {
  let isWhole = true
  const fill = (value: unknown, other: unknown): unknown => {
    if (Array.isArray(value)) {
      const others: readonly unknown[] = Array.isArray(other) ? other : []
      return value.map((each, index) => fill(each, others[index]))
    }
    if (!isMapping(value)) return value
    const others = isMapping(other) ? other : {}
    return mapEntries(value, (name, each) => {
      if (!isSecret(name) || each !== redacted) return fill(each, others[name])
      if (others[name] === undefined) isWhole = false
      return others[name]
    })
  }
  const filled = fill(stored, now) as Settings
  return isWhole ? filled : null
}

function isSecret(name: string): boolean {
  return isSecretName(name.replaceAll('_', '-'))
}

function mapEntries(settings: Settings, map: (name: string, value: unknown) => unknown): Settings {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, map(name, value)]))
}
