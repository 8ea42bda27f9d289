import { expect, test } from 'vitest'
import { createKvCache } from './kv-cache.ts'

const keyed =
  (...keys: number[]) =>
  (block: number): number =>
    keys[block] ?? -2

test('takes blocks until none is free, and gives them back', () => {
  const cache = createKvCache(3)
  const taken = [cache.take(), cache.take(), cache.take()]
  expect(new Set(taken).size).toBe(3)
  expect(cache.freeBlocks()).toBe(0)
  cache.release(taken)
  expect(cache.freeBlocks()).toBe(3)
})

test('finds named blocks while they are held and after they were released', () => {
  const cache = createKvCache(4)
  const blocks = [cache.take(), cache.take()]
  cache.name(blocks[0]!, 100)
  cache.name(blocks[1]!, 101)
  expect(cache.match(keyed(100, 101), 2)).toEqual(blocks)
  cache.release(blocks)
  expect(cache.match(keyed(100, 101, 102), 3)).toEqual(blocks)
  expect(cache.match(keyed(100, 101), 1)).toEqual([blocks[0]])
  expect(cache.match(keyed(999, 101), 2)).toEqual([])
})

test('a block shared by two is free only when both have released it', () => {
  const cache = createKvCache(2)
  const block = cache.take()
  cache.name(block, 7)
  cache.hold(cache.match(keyed(7), 1))
  cache.release([block])
  expect(cache.freeBlocks()).toBe(1)
  expect(cache.countFree([block])).toBe(0)
  cache.release([block])
  expect(cache.freeBlocks()).toBe(2)
  expect(cache.countFree([block])).toBe(1)
})

test('a released prefix loses its end first, and the least recently released prefix goes first', () => {
  const cache = createKvCache(4)
  const old = [cache.take(), cache.take()]
  const young = [cache.take(), cache.take()]
  old.forEach((block, index) => {
    cache.name(block, 10 + index)
  })
  young.forEach((block, index) => {
    cache.name(block, 20 + index)
  })
  cache.release(old)
  cache.release(young)
  cache.take()
  expect(cache.match(keyed(10, 11), 2)).toEqual([old[0]])
  expect(cache.match(keyed(20, 21), 2)).toEqual(young)
  cache.take()
  expect(cache.match(keyed(10, 11), 2)).toEqual([])
  cache.take()
  expect(cache.match(keyed(20, 21), 2)).toEqual([young[0]])
})

test('the first of two blocks with equal contents keeps the name', () => {
  const cache = createKvCache(3)
  const [first, second] = [cache.take(), cache.take()]
  cache.name(first, 5)
  cache.name(second, 5)
  cache.release([second])
  cache.take()
  cache.take()
  expect(cache.match(keyed(5), 1)).toEqual([first])
})
