import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RunQueue } from '../run-queue.ts'
import { WakeWatch } from './wake-watch.ts'

const ms = 1e6
let folder: string
let waitedNs: number
let watch: WakeWatch

const schedstat = (): string => join(folder, 'schedstat')

function waitFor(waitNs: number): void {
  waitedNs += waitNs
  writeFileSync(schedstat(), `0 ${waitedNs} 1\n`)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-wake-'))
  waitedNs = 7 * ms
  waitFor(0)
  watch = new WakeWatch(new RunQueue(schedstat()))
})

afterEach(() => {
  watch.close()
  rmSync(folder, { recursive: true })
})

/** A wait in the kernel of which so much was spent in the run queue. */
function wait(fromNs: number, toNs: number, queuedNs = 0): void {
  watch.entering(fromNs)
  waitFor(queuedNs)
  watch.returned(toNs)
}

test('a sleep ended within the wake-up’s allowance of its return', () => {
  wait(10 * ms, 40 * ms)
  expect(watch.wokenNs).toBe(40 * ms - 0.05 * ms)
})

test('time in the run queue since before the wait comes off', () => {
  waitFor(100 * ms)
  wait(10 * ms, 40 * ms, 3 * ms)
  expect(watch.wokenNs).toBe(40 * ms - 3.05 * ms)
})

test('a reading that is a millisecond old stands for that before the wait', () => {
  wait(10 * ms, 40 * ms)
  waitFor(0.2 * ms)
  wait(40.5 * ms, 50 * ms)
  expect(watch.wokenNs).toBe(50 * ms - 0.25 * ms)
})

test('a wait that was all run queue, or short, may not have slept', () => {
  wait(10 * ms, 40 * ms, 29.96 * ms)
  expect(watch.wokenNs).toBe(-Infinity)
  wait(50 * ms, 50.1 * ms)
  expect(watch.wokenNs).toBe(-Infinity)
})

test('a stamp that shows a longer wake-up is allowed for at once, and forgotten slowly', () => {
  wait(10 * ms, 40 * ms)
  watch.saw(36 * ms)
  expect(watch.wokenNs).toBe(32 * ms)
  wait(50 * ms, 80 * ms)
  expect(watch.wokenNs).toBe(Math.floor(80 * ms - 8 * ms * 0.995))
  watch.saw(75 * ms)
  expect(watch.wokenNs).toBe(Math.floor(80 * ms - 8 * ms * 0.995))
  for (let i = 0; i < 2000; i++) wait(100 * ms, 130 * ms)
  expect(watch.wokenNs).toBe(130 * ms - 0.05 * ms)
})

test('a stamp from before the wait denies the sleep, and teaches nothing', () => {
  wait(10 * ms, 40 * ms)
  watch.saw(9 * ms)
  expect(watch.wokenNs).toBe(-Infinity)
  wait(50 * ms, 80 * ms)
  expect(watch.wokenNs).toBe(80 * ms - 0.05 * ms)
})

test('is a whole number of nanoseconds', () => {
  wait(10 * ms, 40 * ms)
  watch.saw(36 * ms)
  for (let i = 0; i < 3; i++) wait(50 * ms, 80 * ms)
  expect(Number.isInteger(watch.wokenNs)).toBe(true)
})

test('says nothing where the system doesn’t', () => {
  const silent = new WakeWatch(new RunQueue(join(folder, 'missing')))
  silent.entering(10 * ms)
  silent.returned(40 * ms)
  silent.saw(30 * ms)
  expect(silent.wokenNs).toBe(-Infinity)
  silent.close()
})
