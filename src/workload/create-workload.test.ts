import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createWorkload, type WorkloadSpec } from './create-workload.ts'
import { loadWorkloadSpec } from './load-workload-spec.ts'
import type { WorkItem } from './prompt.ts'

const folder = mkdtempSync(join(tmpdir(), 'tare-workload-'))
afterAll(() => rmSync(folder, { recursive: true }))
const promptsFile = join(folder, 'prompts.jsonl')
writeFileSync(promptsFile, '"a"\n{"prompt":"b","max_tokens":7}\n"c"\n')

const noBodies = { body: null, contentType: null, samePayload: false }
const synthetic = {
  ...noBodies,
  seed: 1,
  inputTokens: 'uniform(5,50)',
  outputTokens: 'uniform(5,50)',
  promptsFile: null,
}

function items(spec: WorkloadSpec, count: number): WorkItem[] {
  const workload = createWorkload(spec)
  return Array.from({ length: count }, (_, index) => workload(index))
}

function textOf(item: WorkItem): string {
  if (item.prompt.kind !== 'text') throw new Error('not a text')
  return item.prompt.text
}

describe('createWorkload', () => {
  it('makes synthetic prompts and replies of the lengths asked for', () => {
    for (const item of items(loadWorkloadSpec(synthetic), 200)) {
      const words = textOf(item).split(' ').length
      expect(words >= 5 && words <= 50).toBe(true)
      expect(item.outputTokens! >= 5 && item.outputTokens! <= 50).toBe(true)
    }
  })

  it('draws the two lengths independently', () => {
    const drawn = items(loadWorkloadSpec(synthetic), 200)
    const alike = drawn.filter((item) => textOf(item).split(' ').length === item.outputTokens)
    expect(alike.length).toBeLessThan(20)
  })

  it('makes the same of a spec that went through JSON, asked in any order', () => {
    const spec = loadWorkloadSpec(synthetic)
    const whole = items(spec, 20)
    const workload = createWorkload(JSON.parse(JSON.stringify(spec)))
    for (let index = 19; index >= 0; index -= 3) expect(workload(index)).toEqual(whole[index])
  })

  it('makes others with another seed', () => {
    const first = items(loadWorkloadSpec(synthetic), 10)
    const second = items(loadWorkloadSpec({ ...synthetic, seed: 2 }), 10)
    expect(first.map(textOf)).not.toEqual(second.map(textOf))
    expect(first.map((item) => item.outputTokens)).not.toEqual(second.map((item) => item.outputTokens))
  })

  it('leaves the length of replies open when none is given', () => {
    expect(items(loadWorkloadSpec({ ...synthetic, outputTokens: null }), 1)[0]!.outputTokens).toBeUndefined()
  })

  it('reads an empirical distribution into the spec', () => {
    const file = join(folder, 'lengths.txt')
    writeFileSync(file, '3\n')
    const spec = loadWorkloadSpec({ ...synthetic, inputTokens: `empirical(${file})` })
    rmSync(file)
    expect(textOf(items(spec, 1)[0]!).split(' ')).toHaveLength(3)
  })

  describe('with a file of prompts', () => {
    const fromFile = { ...noBodies, seed: 4, inputTokens: null, outputTokens: null, promptsFile }

    it('deals every prompt once before any is repeated', () => {
      const texts = items(loadWorkloadSpec(fromFile), 30).map(textOf)
      for (let pass = 0; pass < 30; pass += 3)
        expect(texts.slice(pass, pass + 3).sort()).toEqual(['a', 'b', 'c'])
      expect(
        new Set(Array.from({ length: 10 }, (_, pass) => texts.slice(3 * pass, 3 * pass + 3).join())).size,
      ).toBeGreaterThan(1)
    })

    it("takes the file's reply lengths unless one is given", () => {
      const byText = (outputTokens: string | null) =>
        Object.fromEntries(
          items(loadWorkloadSpec({ ...fromFile, outputTokens }), 3).map((item) => [
            textOf(item),
            item.outputTokens,
          ]),
        )
      expect(byText(null)).toEqual({ a: undefined, b: 7, c: undefined })
      expect(byText('9')).toEqual({ a: 9, b: 9, c: 9 })
    })
  })
})

describe('loadWorkloadSpec', () => {
  it('refuses a workload without prompts', () => {
    expect(() => loadWorkloadSpec({ ...synthetic, inputTokens: null })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    )
  })
})
