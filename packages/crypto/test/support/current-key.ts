import { join } from 'node:path'
import { KeyPair } from '@kvlar/crypto'
import { KeyFolder, localLock } from '@kvlar/crypto/file'

/** A process of its own: prints the id of the current key of the folder, made if there is none. */
const folder = process.argv[2] ?? ''
const lock = await localLock(join(folder, 'lock'))
const pair = await new KeyFolder(join(folder, 'keys')).current(lock, () => KeyPair.generate())
process.stdout.write(pair.id)
