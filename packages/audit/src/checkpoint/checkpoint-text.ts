import { DEFAULT_SUITE, SUITES, type Suite } from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import { LIMITS } from '../limits.ts'
import { HASH_BYTES } from '../merkle/tree-hash.ts'
import type { Checkpoint, Head } from './checkpoint.ts'

/** The first line of every checkpoint, before the chain id (C2SP tlog-checkpoint: the log's origin). */
export const ORIGIN_PREFIX = 'kvlar/audit/'

/**
 * The text that is signed, in the form of a C2SP tlog-checkpoint: origin, size and root on the first three lines, then
 * extension lines `time`, `key`, `suite`, `previous` and one `head` for each other chain. Ends in a line feed.
 */
export function checkpointText(checkpoint: Checkpoint): string {
  const { head, timeMs, keyId, suite, previous, others } = checkpoint
  const lines = [
    `${ORIGIN_PREFIX}${head.chain}`,
    String(head.size),
    base64(head.root),
    `time ${new Date(timeMs).toISOString()}`,
    `key ${keyId}`,
    `suite ${suite}`,
    `previous ${previous ?? 'none'}`,
    ...others.map((other) => `head ${other.chain} ${other.size} ${base64(other.root)}`),
  ]
  return `${lines.join('\n')}\n`
}

/**
 * Reads exactly what `checkpointText` writes.
 * @throws AuditError `AUDIT_CHECKPOINT_MALFORMED` on anything else
 */
export function parseCheckpointText(text: string): Checkpoint {
  const lines = text.split('\n')
  if (lines.pop() !== '' || lines.length < 7) throw malformed('it is not a list of lines')
  const [origin = '', size = '', root = '', time = '', key = '', suite = '', previous = '', ...heads] = lines
  if (!origin.startsWith(ORIGIN_PREFIX))
    throw malformed(`its origin does not begin with \`${ORIGIN_PREFIX}\``)
  if (heads.length > LIMITS.headsMax) throw malformed(`it names over ${LIMITS.headsMax} other chains`)
  const checkpoint: Checkpoint = {
    head: { chain: chainOf(origin.slice(ORIGIN_PREFIX.length)), size: sizeOf(size), root: rootOf(root) },
    timeMs: timeOf(after('time ', time)),
    keyId: digestOf(after('key ', key)),
    suite: suiteOf(after('suite ', suite)),
    ...previousOf(after('previous ', previous)),
    others: heads.map((line) => headOf(after('head ', line))),
  }
  // One checkpoint has one text: whatever this version would not have written is refused.
  if (checkpointText(checkpoint) !== text) throw malformed('it is not in canonical form')
  return checkpoint
}

function headOf(text: string): Head {
  const [chain = '', size = '', root = '', ...rest] = text.split(' ')
  if (rest.length > 0) throw malformed('a head has more than three parts')
  return { chain: chainOf(chain), size: sizeOf(size), root: rootOf(root) }
}

function after(prefix: string, line: string): string {
  if (!line.startsWith(prefix)) throw malformed(`a line does not begin with \`${prefix}\``)
  return line.slice(prefix.length)
}

function chainOf(text: string): string {
  if (!/^[0-9a-f]{32}$/.test(text)) throw malformed('a chain id is not 32 hexadecimal digits')
  return text
}

function digestOf(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text)) throw malformed('a digest is not 64 hexadecimal digits')
  return text
}

function sizeOf(text: string): number {
  const size = Number(text)
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text) || !Number.isSafeInteger(size))
    throw malformed('a size is not a whole number')
  return size
}

function rootOf(text: string): Uint8Array {
  const root = Buffer.from(text, 'base64')
  if (root.length !== HASH_BYTES || base64(root) !== text) throw malformed('a root is not 32 bytes in base64')
  return root
}

function timeOf(text: string): number {
  const timeMs = Date.parse(text)
  if (Number.isNaN(timeMs)) throw malformed('its time is not RFC 3339')
  return timeMs
}

function suiteOf(text: string): Suite {
  const suite = (Object.keys(SUITES) as Suite[]).find((name) => name === text)
  if (suite === undefined) throw malformed(`its suite is not one of ours, such as \`${DEFAULT_SUITE}\``)
  return suite
}

function previousOf(text: string): { previous?: string } {
  return text === 'none' ? {} : { previous: digestOf(text) }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function malformed(what: string): AuditError {
  return new AuditError(
    'AUDIT_CHECKPOINT_MALFORMED',
    `a checkpoint cannot be read: ${what}; trusting none of it`,
  )
}
