import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { TareError } from '../errors.ts'
import type { PresetName } from '../plan/presets.ts'
import { addSetOption } from './run-options.ts'

interface SetFlags {
  readonly set?: readonly string[]
}

/** Adds the command `plan`, with its own commands. */
export function registerPlan(program: Command): void {
  const plan = program.command('plan').description('writes, checks and explains plan files')
  plan
    .command('init')
    .description('writes a plan file that has every key, commented')
    .argument('[file]', 'where to write it; it must not exist', 'tare.yaml')
    .option('--preset <name>', 'a kind of benchmark to begin with')
    .action(init)
  const check = plan
    .command('check')
    .description('says what is wrong with a plan file')
    .argument('<file>', 'plan file')
    .action(async (file: string, flags: SetFlags) => {
      const { planCheck } = await import('./plan-show.ts')
      process.stdout.write(planCheck(file, flags.set ?? []))
    })
  const show = plan
    .command('show')
    .description('shows a plan with every default, its cells, and how long they take')
    .argument('<file>', 'plan file')
    .action(async (file: string, flags: SetFlags) => {
      const { planShow } = await import('./plan-show.ts')
      process.stdout.write(planShow(file, flags.set ?? []))
    })
  for (const command of [check, show]) addSetOption(command)
  plan
    .command('schema')
    .description("prints the plan file's JSON Schema, for editors")
    .action(async () => {
      const { planJsonSchema } = await import('../plan/plan-json-schema.ts')
      process.stdout.write(`${JSON.stringify(planJsonSchema(), null, 2)}\n`)
    })
}

async function init(file: string, { preset }: { readonly preset?: string }): Promise<void> {
  const { planExample } = await import('../plan/plan-example.ts')
  const { presetNames } = await import('../plan/presets.ts')
  const { parseChoice } = await import('../plan/parse-choice.ts')
  const { forFlag } = await import('../plan/for-flag.ts')
  const chosen: PresetName | undefined =
    preset === undefined ? undefined : forFlag('--preset', () => parseChoice(preset, presetNames))
  try {
    writeFileSync(file, planExample(chosen), { flag: 'wx' })
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST'
    throw new TareError(
      'input',
      exists ? `${file} exists already` : `can't write ${file}: ${(cause as Error).message}`,
      {
        hint: exists
          ? 'Give another name, or move it away: nothing is overwritten.'
          : 'Give a path that you may write to.',
        cause,
      },
    )
  }
  process.stdout.write(`${file} written. To see what it does: tare plan show ${file}\n`)
}
