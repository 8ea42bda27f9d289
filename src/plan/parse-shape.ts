import { TareError } from '../errors.ts'

/** By a tensor's name: its size in each dimension. */
export type Shapes = Readonly<Record<string, readonly number[]>>

/** More dimensions than any model has. */
const mostDimensions = 32
/** The most elements of one dimension. */
const largestSize = 2 ** 31 - 1

/** Reads `name:1,3,224,224`, the last colon being the one before the sizes. Throws TareError('usage'). */
export function parseShapes(texts: readonly string[]): Shapes {
  const shapes = new Map<string, readonly number[]>()
  for (const text of texts) {
    const [, name, sizes] = /^(.+):([0-9]+(?:,[0-9]+)*)$/.exec(text.trim()) ?? []
    if (name === undefined || sizes === undefined) throw badShape(`"${text.slice(0, 60)}" isn't a shape`)
    if (shapes.has(name)) throw badShape(`the shape of ${name} is given twice`)
    shapes.set(name, checkShape(sizes.split(',').map(Number)))
  }
  return Object.fromEntries(shapes)
}

/** The shape, if it is one: whole numbers from 1. Throws TareError('usage'). */
export function checkShape(given: unknown): readonly number[] {
  if (Array.isArray(given) && given.length <= mostDimensions && given.every(isSize)) return given
  throw badShape(`${(JSON.stringify(given) ?? '').slice(0, 60)} isn't a shape`)
}

function isSize(size: unknown): boolean {
  return Number.isInteger(size) && (size as number) >= 1 && (size as number) <= largestSize
}

function badShape(message: string): TareError {
  return new TareError('usage', message, {
    hint: 'give a tensor’s name and its sizes from 1 up: --shape image:1,3,224,224',
  })
}
