#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { TareError } from '../errors.ts'
import { tareVersion } from '../version.ts'
import { registerAb } from './ab.ts'
import { registerBias } from './bias.ts'
import { registerBisect } from './bisect.ts'
import { registerCalibrate } from './calibrate.ts'
import { registerCapacity } from './capacity.ts'
import { registerCompare } from './compare.ts'
import { registerExplain } from './explain.ts'
import { registerExport } from './export.ts'
import { registerGate } from './gate.ts'
import { registerHistory } from './history.ts'
import { registerImport } from './import.ts'
import { registerPlan } from './plan.ts'
import { registerRecover } from './recover.ts'
import { registerReport } from './report.ts'
import { reportError } from './report-error.ts'
import { registerRun } from './run.ts'
import { registerScaling } from './scaling.ts'
import { registerSimulate } from './simulate.ts'
import { registerSweep } from './sweep.ts'
import { registerTrend } from './trend.ts'

const program = new Command('tare')
  .description('Benchmarks model servers, and takes its own weight off the scale.')
  .version(tareVersion, '-v, --version')
  .showSuggestionAfterError(true)
  .configureHelp({ showGlobalOptions: false })
  .addHelpText(
    'after',
    '\nBegin with: tare run            (measures the embedded simulator)\n            tare run http://localhost:8000 --rate 8 --duration 30s',
  )

registerRun(program)
registerSweep(program)
registerScaling(program)
registerCapacity(program)
registerCompare(program)
registerGate(program)
registerAb(program)
registerPlan(program)
registerReport(program)
registerExplain(program)
registerExport(program)
registerHistory(program)
registerTrend(program)
registerBisect(program)
registerImport(program)
registerRecover(program)
registerCalibrate(program)
registerBias(program)
registerSimulate(program)

for (const command of [
  program,
  ...program.commands,
  ...program.commands.flatMap(({ commands }) => commands),
]) {
  command.exitOverride().configureOutput({
    outputError: (text, write) => {
      const usage = `  Usage: ${command.createHelp().commandUsage(command)}\n`
      write(/required|too many arguments/.test(text) ? `${text}${usage}` : text)
    },
  })
}

// A reader that has seen enough (`tare export RUN | head`) is no error.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code === 'EPIPE') process.exit()
  const hint = 'Make room where it goes, or send it elsewhere.'
  const error = new TareError('resources', `can't write the output: ${cause.message}`, { hint, cause })
  process.exit(reportError(error))
})

try {
  await program.parseAsync()
} catch (error) {
  // Commander has said what is wrong with the command line; asking for help isn't wrong.
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : reportError(error)
}
