import { readFileSync } from 'node:fs'
import { EXIT_CODES, type ExitCode } from './exit-codes.ts'
import type { Page } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/**
 * Prints the version; with `--json` also what decisions depend on: Node, and the ICU and zone data that time
 * windows read.
 */
export function printVersion(words: readonly string[], page: Page): ExitCode {
  const [word] = words
  if (word !== undefined && (word !== '--json' || words.length > 1)) {
    throw new UsageError(`unexpected argument \`${words.at(-1)}\``, '`kvlar --version` takes `--json` only')
  }
  const version = packageVersion()
  if (word === undefined) {
    page.line(`kvlar ${version}`)
    return EXIT_CODES.ok
  }
  const { node, icu, tz, unicode } = process.versions
  page.line(JSON.stringify({ version, engine: version, node, icu, zones: tz, unicode }))
  return EXIT_CODES.ok
}

/** All packages are released together, so the version of the command is that of the engine. */
export function packageVersion(): string {
  // One level up from both `src` and `dist`.
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(text) as { version: string }
  return version
}
