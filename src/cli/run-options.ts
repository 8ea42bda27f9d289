import { type Command, Option } from 'commander'
import type { RunFlags } from '../plan/run-flags.ts'
import { collect } from './collect.ts'

/** Adds the flags that say what a run is, in their groups: those of `RunFlags`. */
export function addRunOptions(command: Command): void {
  const group = (heading: string, ...options: readonly Option[]): void => {
    command.optionsGroup(heading)
    for (const option of options) command.addOption(option)
  }
  const option = (flags: string, text: string): Option => new Option(flags, text)
  const list = (flags: string, text: string): Option => new Option(flags, text).argParser(collect)

  group(
    'What to measure:',
    option(
      '--api <api>',
      'openai-chat, openai-completions, torchserve, torchserve-workflow or kserve-v2 (default: openai-chat)',
    ),
    option('--model <name>', 'model (default: the first that the server lists)'),
    option('--stream', 'ask for replies in events (default, where the API has them)'),
    option('--no-stream', 'ask for replies in one piece'),
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
    option('--query-size <n>', 'closed loop: requests that a slot sends together (default: 1)'),
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
    option(
      '--body <path>',
      'send this file, each line of a .jsonl, or each file of a folder (torchserve, kserve-v2)',
    ),
    option('--content-type <type>', "media type of bodies (default: the file name's, or the API's)"),
    list('--shape <name:sizes>', "kserve-v2: a tensor's shape, repeatable: image:1,3,224,224"),
    option('--same-payload', 'send the first payload again and again, to see what a cache makes of it'),
    option('--seed <n>', 'of times, prompts and lengths (default: random, and recorded)'),
  )
  group(
    'What to see:',
    list('--objective <text>', "what must come out, repeatable: 'ttft.p99 < 300ms', 'goodput > 99%'"),
    option('--scrape <url>', "Prometheus endpoint with the server's own figures, fetched during the run"),
    option('--scrape-interval <time>', 'time between two fetches (default: 1s)'),
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
}

/** Adds --set, which gives a plan file's variables their values. */
export function addSetOption(command: Command): void {
  command.addOption(
    new Option('--set <name=value>', 'value of ${flag:NAME} in a plan file, repeatable').argParser(collect),
  )
}

/** Those flags of `addRunOptions` that were given on the command line, defaults of the parser's own left out. */
export function givenRunFlags(command: Command, flags: RunFlags): RunFlags {
  const given = command.options
    .map((option) => option.attributeName())
    .filter((name) => name !== 'set' && command.getOptionValueSource(name) === 'cli')
  return Object.fromEntries(Object.entries(flags).filter(([name]) => given.includes(name)))
}
