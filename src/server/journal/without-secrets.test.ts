import { expect, it } from 'vitest'
import { withoutSecrets, withSecretsOf } from './without-secrets.ts'

const config = {
  max_batch_size: 4,
  parameters: {
    hf_token: { string_value: 'secret-1' },
    max_tokens: { string_value: '512' },
  },
  instance_group: [{ count: 2, api_key: 'secret-2', gpus: [0, 1] }],
}

it('leaves out what stands below a secret’s name, and nothing else', () => {
  const stored = withoutSecrets(config)
  expect(JSON.stringify(stored)).not.toContain('secret-')
  expect(stored).toEqual({
    max_batch_size: 4,
    parameters: { hf_token: '<redacted>', max_tokens: { string_value: '512' } },
    instance_group: [{ count: 2, api_key: '<redacted>', gpus: [0, 1] }],
  })
})

it('takes secrets from where the server still has them', () => {
  const now = { ...config, max_batch_size: 16, more: true }
  expect(withSecretsOf(withoutSecrets(config), now)).toEqual(config)
})

it('says when the server hasn’t, and needs none where there was none', () => {
  expect(withSecretsOf(withoutSecrets(config), { ...config, parameters: {} })).toBeNull()
  expect(withSecretsOf(withoutSecrets(config), null)).toBeNull()
  expect(withSecretsOf({ max_batch_size: 4 }, null)).toEqual({ max_batch_size: 4 })
})
