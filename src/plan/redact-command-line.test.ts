import { describe, expect, it } from 'vitest'
import { redactCommandLine } from './redact-command-line.ts'

describe('redactCommandLine', () => {
  it.each([
    [
      ['run', '--header', 'Authorization: Bearer abc'],
      ['run', '--header', 'Authorization: <redacted>'],
    ],
    [
      ['run', '--header=X-Api-Key: abc'],
      ['run', '--header=X-Api-Key: <redacted>'],
    ],
    [
      ['-H', 'Cookie: a=b'],
      ['-H', 'Cookie: <redacted>'],
    ],
    [
      ['--header', 'abc'],
      ['--header', '<redacted>'],
    ],
    [
      ['--api-key-env', 'sk-abc'],
      ['--api-key-env', '<redacted>'],
    ],
    [['--api-key-env=sk-abc'], ['--api-key-env=<redacted>']],
    [
      ['--api-key', 'abc', 'http://h'],
      ['--api-key', '<redacted>', 'http://h'],
    ],
    [['--api-key=abc'], ['--api-key=<redacted>']],
    [
      ['--token', 'abc'],
      ['--token', '<redacted>'],
    ],
    [['--password=a=b'], ['--password=<redacted>']],
    [
      ['run', 'http://u:p@h/v1'],
      ['run', 'http://<redacted>@h/v1'],
    ],
    [
      ['run', '--insecure', 'https://u:p/x@h'],
      ['run', '--insecure', 'https://<redacted>@h'],
    ],
  ])('redacts %j', (argv, expected) => {
    expect(redactCommandLine(argv)).toEqual(expected)
  })

  it.each([
    [['run', 'http://h:8000', '--rate', '10', '--input-tokens', 'uniform(1,2)', '--output-tokens=5']],
    [['--header', 'X-Team: a@b', '--header=Authorization: Bearer ${env:TOKEN}']],
    [['--api-key-env', 'OPENAI_API_KEY', '--label', 'me@work', '--no-stream']],
    [['--stage', '30s rate=10', '--rate', '-3']],
  ])('leaves %j as it is', (argv) => {
    expect(redactCommandLine(argv)).toEqual(argv)
  })
})
