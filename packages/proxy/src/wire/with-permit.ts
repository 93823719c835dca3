import { isJsonObject } from '@kvlar/core/json'
import { PERMIT_CARRIERS } from '@kvlar/gate'
import { addMember } from '../listing/json-edits.ts'
import type { RequestMessage } from './message.ts'

/**
 * The bytes of a call with its permit in `_meta`; every other byte stays. INVARIANT: there is one permit and one
 * `_meta`, since a client's message with a key of Kvlar's or with two that could be `_meta` was refused.
 */
export function withPermit({ bytes, params }: RequestMessage, permit: string | undefined): Uint8Array {
  if (permit === undefined) return bytes
  const json = JSON.stringify(permit)
  const name = PERMIT_CARRIERS.meta
  return isJsonObject(params?.['_meta'])
    ? addMember(bytes, ['params', '_meta'], { name, json })
    : addMember(bytes, ['params'], { name: '_meta', json: `{${JSON.stringify(name)}:${json}}` })
}
