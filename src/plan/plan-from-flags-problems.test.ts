import { describe, expect, it } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import { around } from './fixtures/authored-plans.ts'
import { planOf } from './fixtures/written-plan.ts'
import { planFromFlags } from './plan-from-flags.ts'
import type { RunFlags } from './run-flags.ts'

describe('planFromFlags', () => {
  it.each<[RunFlags, string, string]>([
    [{ api: 'openai' }, '--api: "openai" isn\'t one of openai-chat, openai-completions', ''],
    [{ api: 'chat' }, 'did you mean openai-chat?', ''],
    [
      { url: 'http://h/v1/completions', api: 'openai-chat' },
      "--api openai-chat contradicts the URL's path",
      'leave',
    ],
    [{ url: 'localhost:8000' }, 'it has no scheme', 'did you mean http://localhost:8000?'],
    [{ url: 'http://h', simulator: 'fast' }, "--simulator doesn't go with a URL", ''],
    [{ model: '  ' }, '--model: its value is empty', ''],
    [{ model: 'a\nb' }, '--model: its value has a control character', ''],
    [{ rate: '10', concurrency: '4' }, "--concurrency doesn't go with --rate", 'leave one'],
    [{ rate: '-3' }, '--rate: "-3" isn\'t a rate in requests per second: it must be a number from 0', ''],
    [{ rate: 'NaN' }, '--rate: "NaN"', ''],
    [{ rate: '1e9' }, 'from 0 to 1000000', ''],
    [{ rate: '10/s' }, '--rate: "10/s"', 'did you mean 10?'],
    [{ rate: '0' }, '--rate: nothing would be sent', ''],
    [{ concurrency: '0' }, '--concurrency: nothing would be sent', ''],
    [{ concurrency: '1.5' }, 'it must be a whole number', ''],
    [{ concurrency: '1,000' }, 'it must be a whole number', 'did you mean 1000?'],
    [{ duration: '30' }, '--duration: "30" isn\'t a duration: it has no unit', 'did you mean 30s?'],
    [{ duration: '0s' }, '--duration: it must be longer than 0', '--requests'],
    [{ duration: '-5s' }, '--duration: "-5s" isn\'t a duration: a duration can\'t be negative', ''],
    [{ requests: '0' }, '--requests: "0"', ''],
    [{ requests: '1e12' }, '--requests: "1e12"', ''],
    [{ requests: '10', rate: '1..9' }, '--rate 1..9 is a ramp, and nothing says how long', '--duration'],
    [{ warmup: 'soon' }, '--warmup: "soon"', ''],
    [{ maxConcurrency: '9' }, "--max-concurrency doesn't go with a closed loop", '--rate'],
    [{ rate: '9', maxConcurrency: '0' }, '--max-concurrency: "0"', ''],
    [
      { rate: '9', maxConcurrency: '2', workers: '4' },
      '--workers 4 is more than the 2 requests in flight',
      'at most 2',
    ],
    [
      { workers: '5000' },
      '--workers: "5000" isn\'t a number of worker processes: it must be a whole number from 1 to 256',
      '',
    ],
    [{ workers: '0' }, '--workers: "0"', ''],
    [{ inputTokens: 'unifrom(1,2)' }, '--input-tokens: "unifrom(1,2)"', 'did you mean uniform?'],
    [{ outputTokens: '-1' }, '--output-tokens: "-1"', ''],
    [{ prompts: 'p', inputTokens: '5' }, "--input-tokens doesn't go with --prompts", ''],
    [{ timeout: '0' }, '--timeout: no request can end within 0', '1h'],
    [{ drain: '30' }, '--drain: "30"', 'did you mean 30s?'],
    [
      { transport: 'kernal' },
      '--transport: "kernal" isn\'t one of kernel, portable (did you mean kernel?)',
      '',
    ],
    [{ format: 'yaml' }, '--format: "yaml" isn\'t one of table, json', ''],
    [{ seed: '-1' }, '--seed: "-1"', ''],
    [{ seed: '1.5' }, '--seed: "1.5"', ''],
    [{ seed: '0x10' }, '--seed: "0x10"', ''],
    [{ out: '' }, '--out: its value is empty', ''],
    [{ label: '\u0007' }, '--label: its value has a control character', ''],
    [{ apiKeyEnv: 'sk-verysecret' }, "--api-key-env: what was given isn't the name", 'not the key itself'],
    [
      { apiKeyEnv: 'K', header: ['Authorization: Bearer ${env:T}'] },
      "--api-key-env doesn't go with a header",
      '',
    ],
    [{ header: ['nocolon'] }, '--header: a header without a colon', ''],
    [{ insecure: true }, '--insecure is about certificates, and the simulator has none', ''],
    [{ url: 'http://h', ca: 'x' }, '--ca is about certificates, and http://h has none', 'https://'],
    [{ url: 'https://h', ca: 'x', insecure: true }, "--insecure doesn't go with --ca", ''],
    [{ extraBody: '{' }, "--extra-body: it isn't JSON", ''],
    [{ extraBody: '[]' }, "--extra-body: it isn't a JSON object", ''],
    [{ extraBody: '{"stream":false}' }, '--extra-body: it sets stream', '--no-stream'],
    [
      { extraBody: '{"api_key":"sk-verysecret"}' },
      '--extra-body: its api_key would end up in files',
      '--api-key-env',
    ],
  ])('refuses %j', (flags, message, hint) => {
    const error = thrownError('usage', () => planOf(flags))
    expect(error.message).toContain(message)
    expect(error.hint ?? '').toContain(hint)
    expect(error.message + error.hint).not.toContain('verysecret')
  })

  it('refuses the kernel transport where there is none', () => {
    const error = thrownError('usage', () =>
      planFromFlags({ transport: 'kernel' }, { ...around, platform: 'darwin' }),
    )
    expect(error.message).toContain('--transport kernel needs Linux, and this is darwin')
  })
})
