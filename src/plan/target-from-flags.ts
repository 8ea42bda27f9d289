import { TareError } from '../errors.ts'
import { parseBaseUrl } from './base-url.ts'
import { defaults } from './defaults.ts'
import { parseExtraBody } from './extra-body.ts'
import { forFlag, textOf } from './for-flag.ts'
import { parseHeaders } from './headers.ts'
import { parseChoice } from './parse-choice.ts'
import { type ApiName, apiNames, type TargetPlan, unaryApis } from './plan.ts'
import type { RunFlags } from './run-flags.ts'
import { isVariableName } from './variable-name.ts'

/** What to measure and how to speak to it, from the flags. Throws TareError('usage'). */
export function targetFromFlags(flags: RunFlags): TargetPlan {
  const base = flags.url === undefined ? undefined : parseBaseUrl(flags.url)
  const url = base?.url ?? null
  const headers = forFlag('--header', () => parseHeaders(flags.header ?? []))
  const apiKeyEnv = flags.apiKeyEnv === undefined ? null : variableName(flags.apiKeyEnv)
  if (apiKeyEnv !== null && Object.hasOwn(headers, 'authorization')) {
    throw new TareError('usage', "--api-key-env doesn't go with a header authorization: both say who asks", {
      hint: 'leave one of them out',
    })
  }
  if (url !== null && flags.simulator !== undefined) {
    throw new TareError('usage', `--simulator doesn't go with a URL: ${url} would be measured`, {
      hint: 'leave the URL out to measure the simulator',
    })
  }
  const api = apiFromFlags(flags, base?.api)
  return {
    url,
    api,
    model: flags.model === undefined ? null : textOf('--model', flags.model),
    stream: streamFromFlags(flags, api),
    headers,
    apiKeyEnv,
    ...tlsFromFlags(flags, url),
    extraBody: extraBodyFromFlags(flags, api),
    simulatorPreset:
      flags.simulator === undefined ? defaults.simulatorPreset : textOf('--simulator', flags.simulator),
  }
}

function apiFromFlags({ api: text, url }: RunFlags, apiOfUrl: ApiName | undefined): ApiName {
  if (text === undefined) return apiOfUrl ?? defaults.api
  const api = forFlag('--api', () => parseChoice(text, apiNames))
  if (apiOfUrl === undefined || apiOfUrl === api) return api
  throw new TareError('usage', `--api ${api} contradicts the URL's path: ${url} is ${apiOfUrl}`, {
    hint: "leave the API's path out of the URL",
  })
}

function streamFromFlags({ stream }: RunFlags, api: ApiName): boolean {
  const unary = unaryApis.includes(api)
  if (unary && stream === true) {
    throw new TareError('usage', `--stream doesn't go with --api ${api}, which answers in one piece`, {
      hint: 'leave it out',
    })
  }
  return stream ?? !unary
}

function extraBodyFromFlags({ extraBody, body }: RunFlags, api: ApiName): TargetPlan['extraBody'] {
  if (extraBody === undefined) return null
  if (body === undefined && (api === 'kserve-v2' || !unaryApis.includes(api)))
    return parseExtraBody(extraBody)
  throw new TareError('usage', "--extra-body has nothing to add to: the body isn't JSON of Tare's", {
    hint: 'leave it out',
  })
}

function tlsFromFlags(flags: RunFlags, url: string | null): Pick<TargetPlan, 'insecure' | 'caFile'> {
  const insecure = flags.insecure ?? false
  const caFile = flags.ca === undefined ? null : textOf('--ca', flags.ca)
  if (insecure && caFile !== null) {
    throw new TareError('usage', "--insecure doesn't go with --ca: it trusts any certificate", {
      hint: 'leave one out',
    })
  }
  if ((insecure || caFile !== null) && !url?.startsWith('https://')) {
    const flag = insecure ? '--insecure' : '--ca'
    throw new TareError('usage', `${flag} is about certificates, and ${url ?? 'the simulator'} has none`, {
      hint: 'leave it out, or give a URL with https://',
    })
  }
  return { insecure, caFile }
}

function variableName(text: string): string {
  if (isVariableName(text)) return text
  throw new TareError('usage', "--api-key-env: what was given isn't the name of an environment variable", {
    hint: 'give the name of the variable that holds the key, such as OPENAI_API_KEY, not the key itself',
  })
}
