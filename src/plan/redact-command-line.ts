import { isSecretName, redacted, storableHeaderValue } from './headers.ts'
import { isVariableName } from './variable-name.ts'

/**
 * The command line as files may have it: secret headers' values, keys given where a variable's name is expected,
 * values of flags that are named like a secret, and credentials in URLs are replaced by `<redacted>`.
 */
export function redactCommandLine(argv: readonly string[]): string[] {
  let flag: string | undefined
  return argv.map((argument) => {
    const assigned = /^(--?[A-Za-z][\w-]*)=(.*)$/s.exec(argument)
    if (assigned !== null) {
      flag = undefined
      return `${assigned[1]}=${redactValue(assigned[1]!, assigned[2]!)}`
    }
    const value = flag === undefined ? withoutCredentials(argument) : redactValue(flag, argument)
    flag = /^--?[A-Za-z]/.test(argument) ? argument : undefined
    return value
  })
}

function redactValue(flag: string, value: string): string {
  const name = flag.replace(/^-+/, '')
  if (name === 'header' || flag === '-H') return redactHeader(value)
  if (name === 'api-key-env') return isVariableName(value) ? value : redacted
  return isSecretName(name) ? redacted : withoutCredentials(value)
}

function redactHeader(text: string): string {
  const colon = text.indexOf(':')
  // Without a colon it may be anything, a key too.
  if (colon < 0) return redacted
  const value = text.slice(colon + 1)
  const storable = storableHeaderValue(text.slice(0, colon).trim(), value.trim())
  return storable === redacted ? `${text.slice(0, colon)}: ${redacted}` : text
}

function withoutCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)\S*@/gi, `$1${redacted}@`)
}
