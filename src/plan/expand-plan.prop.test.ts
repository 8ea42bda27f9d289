import fc from 'fast-check'
import { expect, it } from 'vitest'
import { definePlan } from './authored/read-authored-plan.ts'
import { countCells, expandPlan } from './expand-plan.ts'

const around = { cores: 4, platform: 'linux', now: new Date('2026-01-31T23:59:58Z'), randomSeed: 42 }

const value = fc.oneof(
  fc.integer({ min: 0, max: 9 }),
  fc.constantFrom('a', 'b/c', 'b_c', 'B', '', 'ü', '..', '%'),
  fc.boolean(),
)
const axis = fc.uniqueArray(value, { selector: String, minLength: 1, maxLength: 4 })
const axes = fc.dictionary(fc.constantFrom('labels.a', 'labels.b', 'labels.c', 'labels.d'), axis, {
  noNullPrototype: true,
})

const matrix = axes.chain((given) => {
  const names = Object.keys(given)
  const entry =
    names.length === 0
      ? fc.constant({})
      : fc
          .subarray(names, { minLength: 1 })
          .chain((some) =>
            fc.record(Object.fromEntries(some.map((name) => [name, fc.constantFrom(...given[name]!)]))),
          )
  return fc.record({
    axes: fc.constant(given),
    exclude: names.length === 0 ? fc.constant([]) : fc.array(entry, { maxLength: 3 }),
    order: fc.constantFrom('blocked', 'fixed'),
  })
})

type Cell = Readonly<Record<string, unknown>>

/** The same by making everything. */
function expected(given: Cell, exclude: readonly Cell[]): readonly Cell[] {
  let cells: readonly Cell[] = [{}]
  for (const [name, values] of Object.entries(given)) {
    cells = cells.flatMap((cell) => (values as readonly unknown[]).map((each) => ({ ...cell, [name]: each })))
  }
  const matches = (cell: Cell, entry: Cell): boolean =>
    Object.entries(entry).every(([name, each]) => String(cell[name]) === String(each))
  return cells.filter((cell) => !exclude.some((entry) => matches(cell, entry)))
}

it('runs every cell that is left once in each block, under one name of its own, with the seed of the block', () => {
  fc.assert(
    fc.property(matrix, fc.integer({ min: 1, max: 4 }), fc.nat(), (given, repeat, seed) => {
      const plan = definePlan({ load: { seed }, matrix: given, repeat })
      const wanted = expected(given.axes, given.exclude)
      if (wanted.length === 0) {
        expect(() => countCells(plan)).toThrow('exclude leaves no cell')
        return
      }
      const { cells, count, runs } = expandPlan(plan, around)
      expect([count, runs, cells.length]).toEqual([wanted.length, wanted.length * repeat, runs])
      expect(cells.map(({ index }) => index)).toEqual(cells.map((_, position) => position))
      const ids = new Set(cells.map(({ id }) => id))
      expect(ids.size).toBe(count)
      expect([...ids].filter((id) => !/^[A-Za-z0-9._+=,~-]{1,150}$/.test(id))).toEqual([])
      const seeds = new Set<number>()
      for (let block = 0; block < repeat; block++) {
        const inBlock = cells.slice(block * count, (block + 1) * count)
        expect(inBlock.every((cell) => cell.block === block && cell.repeat === block)).toBe(true)
        const texts = inBlock.map((cell) => JSON.stringify(cell.axes))
        expect(texts.toSorted()).toEqual(wanted.map((cell) => JSON.stringify(cell)).toSorted())
        if (given.order === 'fixed') expect(texts).toEqual(wanted.map((cell) => JSON.stringify(cell)))
        const [one, ...others] = new Set(inBlock.map((cell) => cell.plan.load.seed))
        expect([inBlock[0]!.seed, others]).toEqual([one, []])
        seeds.add(one!)
      }
      expect(seeds.size).toBe(repeat)
    }),
    { numRuns: 150 },
  )
})
