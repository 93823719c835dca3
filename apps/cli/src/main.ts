#!/usr/bin/env node
import { runCli } from './run-cli.ts'
import { hideExperimentalWarnings } from './hide-experimental-warnings.ts'
import { processTerminal } from './terminal/terminal.ts'

hideExperimentalWarnings()
const exitCode = await runCli(process.argv.slice(2), processTerminal())
// A stream that could not be written has set it already.
process.exitCode ??= exitCode
