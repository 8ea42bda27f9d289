import { availableParallelism } from 'node:os'
import { type Command, Option } from 'commander'
import { TareError } from '../errors.ts'
import type { Plan } from '../plan/plan.ts'
import type { RunFlags, RunSurroundings } from '../plan/run-flags.ts'
import { readResourceLimits, requireOpenFiles } from '../run/resource-limits.ts'

/** What loading the program opens at most: its modules, many at a time. */
const openFilesToStart = 224

export function registerRun(program: Command): void {
  const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value]
  const command = program
    .command('run')
    .description('measures a model server; without a URL, the embedded simulator')
    .argument('[target]', 'base URL (http://host:8000, https://…, unix:/path), or the plan.yaml of a run')

  const group = (heading: string, ...options: readonly Option[]): void => {
    command.optionsGroup(heading)
    for (const option of options) command.addOption(option)
  }
  const option = (flags: string, text: string): Option => new Option(flags, text)
  const list = (flags: string, text: string): Option => new Option(flags, text).argParser(collect)

  group(
    'What to measure:',
    option('--api <api>', 'openai-chat or openai-completions (default: openai-chat)'),
    option('--model <name>', 'model (default: the first that the server lists)'),
    option('--no-stream', 'ask for replies in one piece'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: how a plan refers to a variable; no template.
    list('--header <K: V>', 'header to send, repeatable; ${env:NAME} is taken from the environment'),
    option('--api-key-env <var>', 'environment variable that holds the API key'),
    option('--insecure', 'accept any TLS certificate'),
    option('--ca <file>', 'certificate authority to trust, PEM'),
    option('--extra-body <json>', 'fields to add to every request'),
    option('--simulator <preset>', 'preset of the embedded simulator'),
  )
  group(
    'When to send:',
    option('--rate <per s>', 'open loop: requests a second; 1..50 is a ramp, max is as fast as possible'),
    option('--arrival <process>', 'constant, poisson or gamma (default: poisson)'),
    option('--burstiness <shape>', "gamma's shape: below 1 burstier than Poisson, above 1 more even"),
    option('--concurrency <n>', 'closed loop: requests in flight; 1..64 is a ramp (default: 1)'),
    option('--think-time <time>', 'closed loop: wait between a reply and the next request'),
    list('--stage <spec>', "part of a run, repeatable: '30s rate=10..100 arrival=constant'"),
    option('--duration <time>', 'length of the measured part (default: 30s)'),
    option('--requests <n>', 'end after so many measured requests'),
    option('--warmup <time>', 'sent first and not measured (default: 5s; 0s with --requests)'),
    option('--max-concurrency <n>', 'open loop: most in flight; what must wait is late, never dropped'),
    option('--timeout <time>', 'longest time for one request (default: 60s)'),
    option('--drain <time>', 'longest wait for the last replies (default: 30s)'),
  )
  group(
    'What to send:',
    option(
      '--input-tokens <dist>',
      '512, uniform(256,1024), normal(512,64), lognormal(512,0.5), empirical(file)',
    ),
    option('--output-tokens <dist>', 'likewise, the length to ask for (default: 128)'),
    option('--ignore-eos', 'ask for exactly that length (default for synthetic prompts)'),
    option('--no-ignore-eos', "don't: for servers that don't know ignore_eos"),
    option('--prompts <file>', 'JSONL of prompts or messages, in place of synthetic prompts'),
    option('--seed <n>', 'of times, prompts and lengths (default: random, and recorded)'),
  )
  group(
    'The client:',
    option('--workers <n>', 'processes (default: one for each core but one)'),
    option('--pin', 'give each worker a core of its own'),
    option('--transport <how>', 'kernel (arrival times by the kernel; Linux) or portable'),
    option('--no-preflight', "don't send a request first to see whether the server answers"),
  )
  group(
    'The result:',
    option('--out <dir>', "the run's folder, which must not exist (default: runs/<time>-<model>)"),
    option('--label <text>', 'a name for this run'),
    option('--format <format>', 'table or json (default: table)'),
  )
  command.action(async (target: string | undefined, flags: RunFlags) => {
    requireOpenFiles(openFilesToStart, readResourceLimits())
    const plan = isPlanFile(target) ? await planFromFile(target, flags, command) : await planOf(target, flags)
    const { runPlan } = await import('./run-plan.ts')
    process.exitCode = await runPlan(plan)
  })
}

function isPlanFile(target: string | undefined): target is string {
  return target !== undefined && /\.ya?ml$/.test(target)
}

async function planOf(url: string | undefined, flags: RunFlags): Promise<Plan> {
  const { planFromFlags } = await import('../plan/plan-from-flags.ts')
  return planFromFlags(url === undefined ? flags : { ...flags, url }, surroundings())
}

/** A plan's run again. What belongs to the result may be said anew; everything else is the plan's. */
async function planFromFile(path: string, flags: RunFlags, command: Command): Promise<Plan> {
  const given = command.options
    .map((option) => option.attributeName())
    .filter((name) => command.getOptionValueSource(name) === 'cli')
  const other = given.find((name) => !['out', 'label', 'format'].includes(name))
  if (other !== undefined) {
    const flag = command.options.find((option) => option.attributeName() === other)?.long
    throw new TareError('usage', `${flag} doesn't go with a plan file: the plan says it`, {
      hint: `Change it in ${path}, or leave the file out and give flags.`,
    })
  }
  const { readPlan } = await import('../run/read-plan.ts')
  const { planFromFlags } = await import('../plan/plan-from-flags.ts')
  const plan = readPlan(path)
  const { output } = planFromFlags(flags, surroundings())
  return { ...plan, output: { ...output, label: output.label ?? plan.output.label } }
}

function surroundings(): RunSurroundings {
  return {
    cores: availableParallelism(),
    platform: process.platform,
    now: new Date(),
    randomSeed: Math.floor(Math.random() * 2 ** 31),
  }
}
