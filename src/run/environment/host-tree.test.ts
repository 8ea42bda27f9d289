import { describe, expect, it } from 'vitest'
import { writeTree } from './fixtures/write-tree.ts'
import { readField, readNumber } from './host-tree.ts'

describe('hostTree', () => {
  it('has nothing for what is missing, empty, or a folder', () => {
    const tree = writeTree({ 'a/empty': ' \n', 'a/b': '1' })
    expect(tree.read('a/empty')).toBeNull()
    expect(tree.read('a')).toBeNull()
    expect(tree.read('nowhere/at/all')).toBeNull()
    expect(tree.list('nowhere')).toEqual([])
    expect(tree.list('a/b')).toEqual([])
    expect(tree.list('a')).toEqual(['b', 'empty'])
  })

  it.each([
    ['42\n', 42],
    ['-1', -1],
    ['max', null],
    ['4 2', null],
    ['', null],
  ])('reads the number in %j as %s', (content, expected) => {
    expect(readNumber(writeTree({ n: content }), 'n')).toBe(expected)
  })

  it('finds a field by its whole key', () => {
    const tree = writeTree({ f: 'model name\t: EPYC: 9\nmodel\t\t: 2\nPRETTY="x=y"\nbare\nempty:\n' })
    expect(readField(tree, 'f', 'model')).toBe('2')
    expect(readField(tree, 'f', 'model name')).toBe('EPYC: 9')
    expect(readField(tree, 'f', 'PRETTY')).toBe('"x=y"')
    expect(readField(tree, 'f', 'empty')).toBeNull()
    expect(readField(tree, 'f', 'bare')).toBeNull()
  })
})
