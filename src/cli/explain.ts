import { type Command, Option } from 'commander'
import { styleFor } from '../report/style.ts'

export function registerExplain(program: Command): void {
  program
    .command('explain')
    .description('says what a check of the verdict tests, or what a metric is')
    .argument('[name]', 'check or metric; without one, all are listed')
    .addOption(
      new Option('--format <format>', 'how to print it').choices(['text', 'markdown']).default('text'),
    )
    .action(async (name: string | undefined, { format }: { format: string }) => {
      const { explanation } = await import('./explanation.ts')
      process.stdout.write(explanation(name, format, styleFor(process.stdout, process.env)))
    })
}
