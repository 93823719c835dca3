import { shellWord } from '@kvlar/core/text'
import { DEFAULT_ADDRESS, pageUrl, type Address } from '@kvlar/reviewer/address'
import { parseArguments } from '../command-line/arguments.ts'
import { proxySpec } from '../commands/proxy/proxy-spec.ts'
import { UsageError } from '../failures/usage-error.ts'
import { readAddress } from './address.ts'

/**
 * Where people decide what proxies hold that are started with such flags: a line for each place. Commands and addresses
 * alone: whoever signs in there brings the token, and a URL of a queue may hold a password.
 */
export function whereDecided(started: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(started.map(lineFor))]
}

function lineFor(words: readonly string[]): string {
  const place = placeDecided(flagsOf(words) ?? {})
  return place === undefined
    ? 'nobody is asked about calls that need approval where `--no-approvals` stands: they are denied'
    : `calls that need approval wait for you: ${place}`
}

/** What says where a proxy's held calls are decided, of its flags. */
export interface PlaceFlags {
  readonly 'no-approvals'?: boolean
  readonly 'approvals-db'?: string | undefined
  readonly approvals?: string | undefined
}

/** Where people decide what one proxy holds; undefined when it asks nobody. */
export function placeDecided({
  'no-approvals': asksNobody,
  'approvals-db': db,
  approvals,
}: PlaceFlags): string | undefined {
  if (asksNobody === true) return undefined
  const queue = db === undefined ? '' : ` --db ${isUrl(db) ? 'URL' : shellWord(db)}`
  return `decide with \`kvlar review${queue}\`, or ${pageText(addressOf(approvals), queue)}`
}

function pageText(address: Address | undefined, queue: string): string {
  if (address === undefined)
    return `at ${pageUrl(DEFAULT_ADDRESS)} while \`kvlar approvals serve${queue}\` runs`
  // Which port that is, only the process that serves it knows, and says so once it does.
  return address.port === 0
    ? "on the page whose address the server's Kvlar says on its standard error"
    : `at ${pageUrl(address)}, which the server's Kvlar serves`
}

/** Undefined for flags that the proxy would refuse. */
function flagsOf(words: readonly string[]) {
  try {
    return parseArguments(proxySpec, words).flags
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}

function addressOf(approvals: string | undefined): Address | undefined {
  try {
    return approvals === undefined ? undefined : readAddress('--approvals', approvals)
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}

function isUrl(db: string): boolean {
  return /^rediss?:\/\//i.test(db)
}
