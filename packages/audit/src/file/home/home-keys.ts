import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { KeyError, PublicKeyBundle } from '@kvlar/crypto'
import { AuditError } from '../../audit-error.ts'
import type { AuditHome } from './home.ts'
import { readSmallFile, writeSmallFileOnce } from './small-file.ts'
import { isCode } from './system-error.ts'

const FILE = /^[0-9a-f]{64}\.json$/

/** Keeps the public half of a key that signs in this home, so that a copy of the home can be verified by itself. */
export async function storeBundle(home: AuditHome, bundle: PublicKeyBundle): Promise<void> {
  const folder = join(home.dir, 'keys')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeSmallFileOnce(join(folder, `${bundle.id}.json`), `${JSON.stringify(bundle)}\n`)
}

/**
 * The public keys that a home names itself. Whoever rewrote the home chose them: what verifies under them alone is
 * intact, key not pinned.
 * @throws AuditError `AUDIT_UNAVAILABLE`; `AUDIT_CORRUPT` for a file that is no bundle or has another key's name
 */
export async function loadBundles(dir: string): Promise<PublicKeyBundle[]> {
  const folder = join(dir, 'keys')
  const bundles: PublicKeyBundle[] = []
  for (const name of await namesIn(folder)) {
    const text = (await readSmallFile(join(folder, name))) ?? ''
    try {
      const bundle = PublicKeyBundle.fromJson(JSON.parse(text))
      if (`${bundle.id}.json` !== name) throw new SyntaxError('another key')
      bundles.push(bundle)
    } catch (cause) {
      if (!(cause instanceof SyntaxError) && !(cause instanceof KeyError)) throw cause
      throw new AuditError('AUDIT_CORRUPT', `\`${name}\` in \`${folder}\` is not the key that it names`, {
        cause,
      })
    }
  }
  return bundles
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => FILE.test(name)).toSorted()
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return []
    throw new AuditError('AUDIT_UNAVAILABLE', `\`${folder}\` cannot be listed`, { cause })
  }
}
