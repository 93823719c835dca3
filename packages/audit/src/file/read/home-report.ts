import { plural, visibleText } from '@kvlar/core/text'
import type { Paint } from '../../entry/describe-approval.ts'
import type { HomeChainVerdict, HomeVerdict } from './verify-home.ts'

/** A verdict, and whether every chain is signed under keys that somebody else than the home named. */
export interface JudgedHome extends HomeVerdict {
  readonly home: string
  readonly isPinned: boolean
}

/** Chains that hold entries and no signature: their writer died at once, or somebody took the checkpoints away. */
export function unsignedChains(chains: readonly HomeChainVerdict[]): readonly HomeChainVerdict[] {
  return chains.filter(({ size, keyIds }) => size > 0 && keyIds.length === 0)
}

/** A folder of a chain in which nothing stands and of which nothing is known. */
function isEmpty({ kind, size }: HomeChainVerdict): boolean {
  return kind === 'intact' && size === 0
}

/** The verdict in a word. */
export function verdictText({ kind, chains, isPinned }: JudgedHome): string {
  if (kind !== 'intact') return kind
  if (unsignedChains(chains).length > 0) return 'intact, not signed'
  return isPinned ? 'intact' : 'intact, key not pinned'
}

/** What verification of a home found, chain by chain; the last line says it all. */
export function homeReportLines(judged: JudgedHome, paint: Paint): readonly string[] {
  const { chains, missing, traces, kind, isPinned } = judged
  const entries = chains.reduce((sum, { size, pruned }) => sum + size - pruned, 0)
  const all = `${plural(chains.length, 'chain')}, ${plural(entries, 'entry', 'entries')}${unsignedText(judged)}`
  const isGood = kind === 'intact' && isPinned
  return [
    ...chains.flatMap((chain) => chainLines(chain, paint)),
    ...missing.flatMap(({ chain, size }) => [
      `${paint('bad', 'broken')} chain ${chain}: CHAIN_MISSING`,
      `  it is gone, and ${plural(size, 'entry', 'entries')} of it are known`,
    ]),
    ...(traces.length > 0 && missing.length === 0
      ? [
          `${paint('bad', 'broken')} home: every chain is gone`,
          `  there were some: ${traces.map(visibleText).join(', ')}`,
        ]
      : []),
    `${paint(isGood ? 'good' : kind === 'broken' ? 'bad' : 'warning', verdictText(judged))}: ${all}`,
  ]
}

/** How much of an intact home stands on nobody's signature yet. */
function unsignedText({ kind, chains }: JudgedHome): string {
  const unsigned = chains.reduce((sum, { size, trustworthy }) => sum + size - trustworthy, 0)
  return kind === 'broken' || unsigned === 0 ? '' : `, ${unsigned} of them not signed`
}

function chainLines(verdict: HomeChainVerdict, paint: Paint): readonly string[] {
  const { chain, broken, kind, size, pruned, trustworthy, adopted, tornBytes, closed } = verdict
  if (isEmpty(verdict))
    return [
      `${paint('warning', 'empty')} chain ${chain}: 0 entries`,
      '  its writer has only begun, or died at once',
    ]
  const lines = [`${paint(kind === 'broken' ? 'bad' : 'good', kind)} chain ${chain}${place(verdict)}`]
  if (broken !== undefined) lines.push(`  ${visibleText(broken.message)}`)
  lines.push(`  ${signedText(verdict)}`)
  if (pruned > 0) lines.push(`  the first ${pruned} were pruned, as a signature says`)
  if (adopted > 0)
    lines.push(
      `  ${plural(adopted, 'entry', 'entries')} of a writer that died were signed by the next one, as it found them`,
    )
  if (kind === 'intact' && size > trustworthy)
    lines.push(`  ${size - trustworthy} at its end are linked, but no checkpoint covers them yet`)
  if (kind === 'intact' && !closed) lines.push('  it was not closed: it is being written, or its writer died')
  if (tornBytes > 0) lines.push(`  ${plural(tornBytes, 'byte')} of a line that was never finished follow it`)
  return lines
}

function place({ broken, size }: HomeChainVerdict): string {
  if (broken === undefined) return `: ${plural(size, 'entry', 'entries')}`
  const { code, line } = broken
  if (line === 0) return `: ${code}`
  // A changed line shows in the link of the next one.
  return code === 'LINK_WRONG' ? `, line ${line - 1} or ${line}: ${code}` : `, line ${line}: ${code}`
}

function signedText({ kind, trustworthy, signedAtMs, checkpoints }: HomeChainVerdict): string {
  if (signedAtMs === undefined)
    return kind === 'broken'
      ? 'none of it can be relied on'
      : 'nothing of it is signed: whoever can write the files can have changed all of it'
  const when = new Date(signedAtMs).toISOString()
  return `the first ${trustworthy} are signed as of ${when}, by ${plural(checkpoints, 'checkpoint')}`
}

/** The same as JSON. */
export function homeReportJson({ home, kind, isPinned, chains, missing, traces }: JudgedHome): object {
  return {
    verdict: kind,
    key_pinned: isPinned,
    unsigned_chains: unsignedChains(chains).length,
    home,
    chains: chains.map((chain) => ({
      chain: chain.chain,
      verdict: isEmpty(chain) ? 'empty' : chain.kind,
      entries: chain.size,
      pruned: chain.pruned,
      signed_entries: chain.trustworthy,
      adopted_entries: chain.adopted,
      signed_at: chain.signedAtMs === undefined ? undefined : new Date(chain.signedAtMs).toISOString(),
      checkpoints: chain.checkpoints,
      key_ids: chain.keyIds,
      closed: chain.closed,
      torn_bytes: chain.tornBytes,
      broken: chain.broken,
    })),
    missing: missing.map(({ chain, size }) => ({ chain, entries: size })),
    traces_of_lost_chains: traces,
  }
}
