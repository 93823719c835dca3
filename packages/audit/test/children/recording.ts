import { writeSync } from 'node:fs'
import { openHome, RecordWriter, RECORD_WRITER_DEFAULTS } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'

/**
 * Records without end and says each place on standard output once it is acknowledged; the parent ends it.
 * Arguments: homes with commas between, seed byte of the key, durability, entries in flight in each, entries in each.
 */
const [dirs = '', seed = '1', durability = 'os', inFlight = '1', count = 'Infinity'] = process.argv.slice(2)

const fill = (length: number) => new Uint8Array(length).fill(Number(seed))
const keys = await KeyPair.fromSeeds(
  { mlDsa65: fill(32), ed25519: fill(32), mlKem768: fill(64), x25519: fill(32) },
  { createdAt: 1_790_000_000, expiresAt: null },
)

async function recordInto(dir: string): Promise<void> {
  const recorder = new RecordWriter({
    ...RECORD_WRITER_DEFAULTS,
    home: await openHome(dir),
    signer: keys.signer(),
    keys: (id) => (id === keys.id ? keys.publicKeys() : undefined),
    versions: {},
    durability: durability === 'disk' ? 'disk' : 'os',
    segmentBytesMax: 4096,
    checkpointIdleMs: 3,
    checkpointBusyMs: 2,
  })
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < Number(count)) {
      const id = `${process.pid}:${next++}`
      const { chain, index } = await recorder.record({
        kind: 'result',
        decision_id: id,
        result: 'ok',
        latency_ms: 1,
      })
      writeSync(1, `${dir} ${chain} ${index} ${id}\n`)
    }
  }
  await Promise.all(Array.from({ length: Number(inFlight) }, lane))
  await recorder.close()
}
await Promise.all(dirs.split(',').map(recordInto))
