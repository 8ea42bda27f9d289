import { closeSync, openSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { BlockReader } from './block-reader.ts'
import { temporaryFolder } from './fixtures/temporary-folder.ts'

const path = temporaryFolder()

test('a piece that the file is too short for is refused without making room for it', () => {
  const file = path()
  writeFileSync(file, 'abcdef')
  const fd = openSync(file, 'r')
  const block = new BlockReader(fd, 2)
  const room = block.bytes.length
  expect(block.has(100_000_000)).toBe(false)
  expect(block.bytes.length).toBe(room)
  expect(block.remaining()).toBe(4)
  expect(block.has(4)).toBe(true)
  expect(block.bytes.toString('latin1', block.start, block.start + 4)).toBe('cdef')
  expect(block.has(5)).toBe(false)
  closeSync(fd)
})
