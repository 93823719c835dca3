import type { KeyListing } from '@kvlar/crypto/file'
import { lifeText } from '@kvlar/runtime/keys'
import type { Page } from '../terminal/terminal.ts'
import { keyJson } from './key-json.ts'

/** Says which key was added, and whether it signs from now on. */
export function printAdded(key: KeyListing, { json }: { readonly json: boolean }, page: Page): void {
  if (json) {
    page.line(JSON.stringify(keyJson(key)))
    return
  }
  page.line(`key ${key.bundle.id}${key.isCurrent ? ' (current)' : ''}`)
  page.line(`  ${lifeText(key.bundle, Date.now())}`)
}
