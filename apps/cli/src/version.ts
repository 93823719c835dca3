import { packageVersion } from '@kvlar/core/node'
import { EXIT_CODES, type ExitCode } from './failures/exit-codes.ts'
import type { Page } from './terminal/terminal.ts'
import { UsageError } from './failures/usage-error.ts'

/**
 * Prints the version; with `--json` also what decisions depend on: Node, the ICU and zone data that time windows
 * read, and which cryptography signs.
 */
export async function printVersion(words: readonly string[], page: Page): Promise<ExitCode> {
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
  const { chooseBackend, describeBackend } = await import('@kvlar/crypto')
  const crypto = describeBackend(await chooseBackend())
  page.line(JSON.stringify({ version, engine: version, node, icu, zones: tz, unicode, crypto }))
  return EXIT_CODES.ok
}
