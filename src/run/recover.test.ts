import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { writePlanYaml } from '../plan/plan-file.ts'
import { temporaryFolder } from '../record/fixtures/temporary-folder.ts'
import { planWith } from './fixtures/plan-with.ts'
import { recoverRun } from './recover.ts'
import { reportRun } from './report-run.ts'
import { runFolder } from './run-folder.ts'

const pathIn = temporaryFolder()

test('a folder that is no run', async () => {
  await expect(recoverRun(pathIn())).rejects.toMatchObject({
    code: 'folder',
    message: expect.stringMatching(/not a run folder/),
  })
})

test('a run that was killed before it began', async () => {
  const folder = runFolder(pathIn())
  mkdirSync(folder.spool, { recursive: true })
  writeFileSync(folder.plan, writePlanYaml(planWith()))
  await expect(recoverRun(folder.path)).rejects.toMatchObject({
    code: 'folder',
    message: expect.stringMatching(/environment\.json/),
  })
  writeFileSync(folder.environment, '{"run_id"')
  await expect(recoverRun(folder.path)).rejects.toMatchObject({
    code: 'folder',
    message: expect.stringMatching(/environment\.json/),
  })
  writeFileSync(folder.environment, '{"run_id":"x"}')
  await expect(recoverRun(folder.path)).rejects.toMatchObject({
    code: 'folder',
    message: expect.stringMatching(/no finished requests/),
  })
})

test('a summary cut short is no internal error', async () => {
  const folder = runFolder(pathIn())
  mkdirSync(folder.path)
  await expect(reportRun(folder.path)).rejects.toMatchObject({
    code: 'folder',
    hint: expect.stringMatching(/tare recover/),
  })
  writeFileSync(folder.summary, '{"schema":')
  await expect(reportRun(folder.path)).rejects.toMatchObject({
    code: 'folder',
    hint: expect.stringMatching(/tare recover/),
  })
})
