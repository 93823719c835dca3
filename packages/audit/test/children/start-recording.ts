import { spawn, type ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KeyPair } from '@kvlar/crypto'

const script = join(import.meta.dirname, 'recording.ts')

/** An entry that a child was told is written. */
export interface Acknowledged {
  readonly dir: string
  readonly chain: string
  readonly index: number
  readonly decisionId: string
}

/** A process that records without end, or `count` entries. */
export interface RecordingChild {
  readonly process: ChildProcess
  /** What it was told so far. */
  acknowledged(): Acknowledged[]
  /** Resolves with the exit code, undefined for a signal. */
  readonly ended: Promise<number | null>
  readonly errors: () => string
}

export function startRecording(
  dirs: string | readonly string[],
  options: {
    seed?: number
    durability?: 'os' | 'disk'
    inFlight?: number
    count?: number
    shell?: string
  } = {},
): RecordingChild {
  const { seed = 1, durability = 'os', inFlight = 1, count = Number.POSITIVE_INFINITY, shell } = options
  const args = [
    '--disable-warning=ExperimentalWarning',
    script,
    [dirs].flat().join(','),
    seed,
    durability,
    inFlight,
    count,
  ].map(String)
  // Compiling the sources once saves most of the time that two hundred starts take.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'kvlar-audit-compile-cache') }
  const child =
    shell === undefined
      ? spawn(process.execPath, args, { env })
      : spawn('sh', ['-c', `${shell}; exec "$@"`, 'sh', process.execPath, ...args], { env })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')))
  return {
    process: child,
    acknowledged: () =>
      output
        .split('\n')
        .slice(0, -1)
        .map((line) => {
          const [dir = '', chain = '', index = '', decisionId = ''] = line.split(' ')
          return { dir, chain, index: Number(index), decisionId }
        }),
    ended: new Promise((resolve) => child.on('close', resolve)),
    errors: () => errors,
  }
}

/** The key of a child. */
export function keyOf(seed: number): Promise<KeyPair> {
  const fill = (length: number) => new Uint8Array(length).fill(seed)
  return KeyPair.fromSeeds(
    { mlDsa65: fill(32), ed25519: fill(32), mlKem768: fill(64), x25519: fill(32) },
    { createdAt: 1_790_000_000, expiresAt: null },
  )
}
