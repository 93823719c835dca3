import type { Revocations } from '@kvlar/gate'
import { revocationsFile } from '../places/own-places.ts'
import { fileRevocations } from './file-revocations.ts'

/** Who is turned away by this user: one file, for every proxy and program of theirs. */
export function ownRevocations(): Revocations {
  return fileRevocations(revocationsFile())
}
