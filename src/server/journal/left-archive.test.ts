import { expect, it } from 'vitest'
import { leftArchive } from './left-archive.ts'

it.each([
  ['m.mar', 'm.mar', true],
  ['/models/m.mar', '/models/m.mar', true],
  ['s3://bucket/m.mar', 's3://bucket/m.mar', true],
  ['https://host/a@b/m.mar', 'https://host/a@b/m.mar', true],
  ['https://user:pass@word@host/m.mar', 'https://host/m.mar', false],
  ['https://bucket/m.mar?X-Amz-Signature=secret', 'https://bucket/m.mar', false],
  ['https://host/m.mar#secret', 'https://host/m.mar', false],
])('keeps of %s what isn’t secret', (given, url, isWhole) => {
  expect(leftArchive(given)).toMatchObject({ url, is_whole: isWhole })
})

it('knows an archive again by its key alone', () => {
  const one = leftArchive('https://bucket/m.mar?signature=one')
  expect(leftArchive('https://bucket/m.mar?signature=one').key).toBe(one.key)
  expect(leftArchive('https://bucket/m.mar?signature=two').key).not.toBe(one.key)
})
