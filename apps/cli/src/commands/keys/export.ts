import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs'
import {
  privateJwks,
  privatePem,
  publicJwks,
  publicPem,
  sealKeyPair,
  type PublicKeyBundle,
} from '@kvlar/crypto'
import { ownKey, ownKeyFolder, ownKeyLock } from '@kvlar/runtime/keys'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { readPassphrase } from '../../keys/read-passphrase.ts'
import type { keysExportSpec } from './export-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

type Flags = Input<typeof keysExportSpec>['flags']

/** Writes a key for somebody else. */
export async function run(
  { flags, operands: [named] }: Input<typeof keysExportSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const { bundle } = await ownKey(named)
  const { output, secret } = flags
  if (secret && output === undefined)
    throw new UsageError('a secret is not printed', 'name a new file for it with `--output FILE`')
  const text = secret ? await secretText(bundle.id, flags) : publicText(bundle, flags)
  if (output === undefined) {
    out.write(text)
  } else {
    writeNewFile(output, text, secret ? 0o600 : 0o666)
    err.line(`wrote ${output}`)
  }
  return EXIT_CODES.ok
}

function publicText(bundle: PublicKeyBundle, { format = 'bundle' }: Flags): string {
  switch (format) {
    case 'bundle':
      return `${JSON.stringify(bundle, undefined, 2)}\n`
    case 'spki':
      return publicPem(bundle)
    case 'jwk':
      return publicJwks(bundle)
    case 'pkcs8':
    case 'key-file':
      throw new UsageError(
        `\`--format ${format}\` holds the secret`,
        'add `--secret` if that is what you want',
      )
  }
}

async function secretText(id: string, flags: Flags): Promise<string> {
  const { format = 'key-file' } = flags
  if (format === 'bundle' || format === 'spki')
    throw new UsageError(
      `\`--format ${format}\` has no place for a secret`,
      'it is one of key-file, pkcs8, jwk',
    )
  const lock = format === 'key-file' ? newLock(flags) : undefined
  const pair = await ownKeyFolder().open(id, await ownKeyLock())
  try {
    if (lock !== undefined) return await sealKeyPair(pair, lock)
    return format === 'jwk' ? privateJwks(pair) : privatePem(pair)
  } finally {
    pair.destroy()
  }
}

function newLock(flags: Flags): Parameters<typeof sealKeyPair>[1] {
  const file = flags['passphrase-file']
  if (file === undefined)
    throw new UsageError('a key file needs a passphrase', 'name a file with it: `--passphrase-file FILE`')
  return { kind: 'passphrase', passphrase: readPassphrase(file) }
}

/** Never over a file that is there; a secret for its owner alone. */
function writeNewFile(path: string, text: string, mode: number): void {
  let file: number
  try {
    file = openSync(path, 'wx', mode)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    throw new UsageError(`\`${path}\` exists already; nothing was written`)
  }
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
