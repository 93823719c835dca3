import { hideExperimentalWarnings } from './hide-experimental-warnings.ts'
import { runCli } from './run-cli.ts'
import { processTerminal } from './terminal/terminal.ts'

/** Runs the command line of this process. */
export async function runProcess(): Promise<void> {
  hideExperimentalWarnings()
  const exitCode = await runCli(process.argv.slice(2), processTerminal())
  // A stream that could not be written has set it already.
  process.exitCode ??= exitCode
}
