import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { Argument, type Command } from 'commander'
import { TareError } from '../errors.ts'
import type { ModelFile } from '../plan/import-torchserve/import-torchserve.ts'

export function registerImport(program: Command): void {
  program
    .command('import')
    .description('turns the configuration of another benchmark into a plan')
    .addArgument(new Argument('<tool>', 'whose configuration it is').choices(['torchserve']))
    .argument('<file>', 'benchmark_config_*.yaml, with models_config beside it, or a file of models_config')
    .option('--out <file>', 'write the plan there, not to standard output')
    .action((_tool: string, file: string, options: { readonly out?: string }) =>
      importFile(file, options.out),
    )
}

async function importFile(file: string, out: string | undefined): Promise<void> {
  const { importTorchServe } = await import('../plan/import-torchserve/import-torchserve.ts')
  const { stringify } = await import('yaml')
  const { plan, notes } = importTorchServe(textOf(file), file, (name) => modelFile(file, name))
  const heading = `# Imported from ${basename(file)} by tare import torchserve. Check it: tare plan show FILE\n`
  const text = heading + stringify(plan, { lineWidth: 0 })
  for (const { kind, file: at, line, key, message } of notes) {
    process.stderr.write(
      `${at}:${line}: ${key}: ${kind === 'ignored' ? 'TorchServe ignored it' : kind}: ${message}\n`,
    )
  }
  if (out === undefined) process.stdout.write(text)
  else write(out, text)
}

/** auto_benchmark.py looks in benchmarks/models_config of its checkout, where benchmarks is the folder of the configuration. */
function modelFile(config: string, name: string): ModelFile {
  const fileName = isAbsolute(name) ? name : join(dirname(config), 'models_config', name)
  return { text: textOf(fileName), fileName }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new TareError('input', `${file} can't be read: ${(cause as Error).message}`, {
      hint: 'Check the path. A benchmark configuration’s models are in the folder models_config beside it.',
      cause,
    })
  }
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: 'wx' })
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST'
    throw new TareError(
      'input',
      `${file} ${exists ? 'exists already' : `can't be written: ${(cause as Error).message}`}`,
      {
        hint: 'Give another path with --out.',
        cause,
      },
    )
  }
}
