import { describe, expect, it } from 'vitest'
import { around, errorOf, planOf } from '../fixtures/authored-plans.ts'
import { planFromFlags } from '../plan-from-flags.ts'

describe('variables', () => {
  it('stand in any text, and are typed by their key', () => {
    const text =
      'target: {url: "http://${env:HOST}:${flag:PORT}", stream: "${env:S}"}\nload: {rate: "${flag:RATE}"}'
    const plan = planOf(text, { env: { HOST: 'h', S: 'false' }, sets: { PORT: '81', RATE: '5' } })
    expect(plan).toEqual(planFromFlags({ url: 'http://h:81', stream: false, rate: '5' }, around))
  })

  it('of headers stay references, so that no secret is in a plan', () => {
    const text = 'target: {headers: {authorization: "Bearer ${env:TOKEN}", x-a: "${flag:A}"}}'
    const plan = planOf(text, { env: { TOKEN: 'verysecret' }, sets: { A: 'b' } })
    expect(plan.target.headers).toEqual({ authorization: 'Bearer ${env:TOKEN}', 'x-a': 'b' })
  })

  it.each<[string, string]>([
    [
      'output: {label: "${env:NOPE}"}',
      "tare.yaml:1:17: output.label: the environment variable NOPE isn't set",
    ],
    ['output: {label: "${flag:NOPE}"}', '${flag:NOPE} has no value: give --set NOPE=…'],
    ['output: {label: "${evn:A}"}', "${evn:A} isn't known: did you mean ${env:A}?"],
    ['output: {label: "${env:HF_TOKEN}"}', '${env:HF_TOKEN} is a secret by its name'],
    ['output: {label: "${env:constructor}"}', "variable constructor isn't set"],
  ])('refuse %s', (text, message) => {
    expect(errorOf(text, { env: { HF_TOKEN: 'x' } }).message).toContain(message)
  })

  it('that nothing uses are a slip', () => {
    const sets = { LABEL: 'x', LABLE: 'y' }
    expect(errorOf('output: {label: "${flag:LABEL}"}', { sets }, 'usage').message).toContain(
      "--set LABLE: tare.yaml doesn't say ${flag:LABLE} anywhere",
    )
  })
})
