import { openHome, RecordWriter, RECORD_WRITER_DEFAULTS, type RecordWriterOptions } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'

/** A recorder over a folder, with the defaults that ship unless told otherwise. */
export async function recorderFor(
  dir: string,
  keys: KeyPair,
  options: Partial<RecordWriterOptions> = {},
): Promise<RecordWriter> {
  return new RecordWriter({
    ...RECORD_WRITER_DEFAULTS,
    home: await openHome(dir),
    signer: keys.signer(),
    keys: (id) => (id === keys.id ? keys.publicKeys() : undefined),
    versions: { kvlar: '0.4.0' },
    ...options,
  })
}
