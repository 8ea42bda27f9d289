import { readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TareError } from '../../errors.ts'

/**
 * TorchServe's management key, which expires (token_expiration_min, an hour) and is then made anew in key_file.json. The plan names a
 * variable that holds the key or the absolute path of that file; a key, which is base64url, never looks like one.
 */
export interface ManagementKey {
  /** What a request carries. Throws TareError 'server' when there is no key. */
  headers(): Readonly<Record<string, string>>
  /** Said of an answer that didn't refuse the key. */
  wasTaken(): void
  /** Reads it again after a refusal; resolves with whether there is another now. */
  renew(): Promise<boolean>
  /** What to do about a refusal. */
  hint(managementUrl: string): string
}

interface ReadKey {
  readonly key: string
  /** As the file says. */
  readonly expires: string | null
}

/** A file that is being written is read again so often. */
const mostReadings = 5
const pauseMs = 100

export function createManagementKey(tokenEnv: string | null, env: NodeJS.ProcessEnv): ManagementKey {
  if (tokenEnv === null) return noKey
  let current: ReadKey | null = null
  let wasTaken = false

  const read = (): ReadKey => {
    const given = env[tokenEnv]?.trim() ?? ''
    if (given === '') {
      throw new TareError('server', `the environment variable ${tokenEnv} (server.token_env) isn't set`, {
        hint: 'It holds TorchServe’s management key, which is in key_file.json where TorchServe was started, or the absolute path of that file.',
      })
    }
    const found = isAbsolute(given) ? keyInFile(tokenEnv, given) : { key: given, expires: null }
    if (/^[\x21-\x7e]+$/.test(found.key)) return found
    throw new TareError('server', `the key that ${tokenEnv} (server.token_env) names isn't one`, {
      hint: 'A key is a word of printable ASCII.',
    })
  }

  return {
    headers() {
      current ??= read()
      return { authorization: `Bearer ${current.key}` }
    },
    wasTaken() {
      wasTaken = true
    },
    async renew() {
      for (let reading = 1; ; reading++) {
        try {
          const next = read()
          const isOther = next.key !== current?.key
          current = next
          return isOther
        } catch (error) {
          if (reading === mostReadings) throw error
          await delay(pauseMs)
        }
      }
    },
    hint(managementUrl) {
      const isFile = isAbsolute(env[tokenEnv]?.trim() ?? '')
      const at = current?.expires == null ? '' : ` (key_file.json says ${current.expires})`
      const what = wasTaken
        ? `The key that ${tokenEnv} names was taken before: it has expired${at}, after token_expiration_min, an hour unless TorchServe’s configuration says otherwise.`
        : `The key in ${tokenEnv} is wrong or has expired${at}, after an hour unless token_expiration_min says otherwise.`
      const renewal = `curl '${managementUrl}/token?type=management' -H 'Authorization: Bearer API_KEY' makes a new one`
      return isFile
        ? `${what} ${renewal}, which is read from the file by itself.`
        : `${what} ${renewal}. Name the path of key_file.json in ${tokenEnv} instead, and a new key is read from it by itself.`
    },
  }
}

const noKey: ManagementKey = {
  headers: () => ({}),
  wasTaken: () => {},
  renew: async () => false,
  hint: () =>
    'Put the management key (key_file.json where TorchServe was started), or the path of that file, into an environment variable and name it as server.token_env, or start TorchServe with --disable-token-auth.',
}

/** `{"management": {"key": "…", "expiration time": "…"}, …}`. */
function keyInFile(tokenEnv: string, path: string): ReadKey {
  let management: unknown
  try {
    management = (JSON.parse(readFileSync(path, 'utf8')) as { management?: unknown } | null)?.management
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? "it isn't JSON"
    throw noKeyIn(tokenEnv, path, `can't be read: ${reason}`, cause)
  }
  const { key, 'expiration time': expires } = (management ?? {}) as Record<string, unknown>
  if (typeof key !== 'string') throw noKeyIn(tokenEnv, path, 'has no management key')
  return { key, expires: typeof expires === 'string' ? expires : null }
}

function noKeyIn(tokenEnv: string, path: string, what: string, cause?: unknown): TareError {
  return new TareError('server', `the file ${path}, which ${tokenEnv} (server.token_env) names, ${what}`, {
    hint: 'Name TorchServe’s key_file.json, which is where TorchServe was started as long as it runs, or give the key itself.',
    cause,
  })
}
