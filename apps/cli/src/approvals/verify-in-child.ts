import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { Socket } from 'node:net'
import { constants, setPriority } from 'node:os'
import type { AuditView } from '@kvlar/reviewer/server'
import { plural } from '@kvlar/core/text'

/** What a verification found. */
export type VerifiedHome = Pick<AuditView, 'status' | 'text'>

/** More than the report of any home that a page should have to show. */
const REPORT_CHARS_MAX = 64 * 1024 * 1024

/**
 * Verifies a home with `kvlar audit verify` in a process of low priority, so that whoever waits for this process waits
 * for no key arithmetic. Never rejects: what cannot be verified is unknown.
 */
export async function verifyInChild(home: string): Promise<VerifiedHome> {
  try {
    return readReport(await reportOf(home))
  } catch (error) {
    return { status: 'unknown', text: error instanceof Error ? error.message : String(error) }
  }
}

function reportOf(home: string): Promise<string> {
  const entry = realpathSync(process.argv[1] ?? '')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, 'audit', 'verify', '--json', '--', home], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    lower(child.pid)
    // Whoever is told to stop does not wait for it, and leaves nothing behind.
    child.unref()
    const kill = (): void => void child.kill()
    process.once('exit', kill)
    child.once('exit', () => process.removeListener('exit', kill))
    if (child.stdout instanceof Socket) child.stdout.unref()
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.length > REPORT_CHARS_MAX) child.kill()
    })
    child.on('error', reject)
    child.on('close', () => resolve(text))
  })
}

/** Where the system allows it. */
function lower(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Then it runs as everything else does.
  }
}

function readReport(text: string): VerifiedHome {
  const report: unknown = JSON.parse(text)
  if (!isRecord(report)) throw new Error('the verifier said nothing that can be read')
  const { verdict, key_pinned: isPinned, unsigned_chains: unsigned, chains, error } = report
  if (isRecord(error)) throw new Error(String(error['message']))
  const size = plural(Array.isArray(chains) ? chains.length : 0, 'chain')
  if (verdict === 'empty') return { status: 'absent', text: 'nothing is recorded yet' }
  if (verdict !== 'intact') return { status: 'broken', text: `broken: ${size}` }
  if (unsigned !== 0) return { status: 'not-pinned', text: `intact, not signed: ${size}` }
  return isPinned === true
    ? { status: 'intact', text: `intact: ${size}` }
    : { status: 'not-pinned', text: `intact, key not pinned: ${size}` }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
