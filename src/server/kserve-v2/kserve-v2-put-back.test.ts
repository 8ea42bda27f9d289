import { expect, it } from 'vitest'
import { asOfDeadProcess, journalIn, journalsOf } from '../fixtures/left-behind.ts'
import { errorOf, managed, noSignal, surroundings } from '../fixtures/managed.ts'
import { putBackLeft } from '../put-back-left.ts'
import { eight, repository, serverOf, stored } from './fixtures/model-repository.ts'

it('says when it can’t be put back', async () => {
  let isStubborn = false
  const of = await repository({ m: stored }, (config) =>
    isStubborn ? { ...config, max_batch_size: 8 } : config,
  )
  const server = serverOf(of)
  await server.apply(eight, noSignal)
  isStubborn = true
  expect((await errorOf(server.close())).message).toContain(
    `can't put m back at ${of.fixture.url}: max_batch_size is 8, and was 1`,
  )
  isStubborn = false
  await server.close()
  expect(of.loaded.get('m')).toMatchObject(stored)
})

it('is put back by the next process with the secrets that the server still has', async () => {
  const secret = { ...stored, parameters: { hf_token: { string_value: 'secret' } } }
  const of = await repository({ m: secret, n: null })
  for (const model of ['m', 'n']) {
    const around = surroundings(of.fixture.url, { model })
    await managed(eight, around).apply(eight, noSignal)
    const [file] = journalsOf(around)
    expect(JSON.stringify(journalIn(file!))).not.toContain('secret')
    await asOfDeadProcess(file!)
    await putBackLeft([of.fixture.url], around, null)
    expect(journalsOf(around)).toEqual([])
  }
  expect(of.loaded.get('m')).toMatchObject(secret)
  expect(of.loaded.get('n')).toBeNull()
})

it('is loaded from its repository when the server has its secrets no more', async () => {
  const secret = { ...stored, parameters: { hf_token: { string_value: 'secret' } } }
  const of = await repository({ m: secret })
  const around = surroundings(of.fixture.url, { model: 'm' })
  await managed(eight, around).apply(eight, noSignal)
  const [file] = journalsOf(around)
  await asOfDeadProcess(file!)
  of.loaded.set('m', null)
  const error = await errorOf(putBackLeft([of.fixture.url], around, null))
  expect(error.message).toContain("can't put m back")
  expect(error.message).toContain('hf_token')
  expect(error.hint).toContain(`remove ${file}`)
})
