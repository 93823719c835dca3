import type { AuditRow } from '@kvlar/audit'
import { readHome } from '@kvlar/audit/file'
import { SettingsError } from '../../settings/settings-error.ts'

const ENTRY_ID = /^([0-9a-f]{8,32}):(\d{1,15})$/

/** An entry as a command line names it; undefined for a text of another form. */
export function parseEntryId(text: string): { readonly chain: string; readonly index: number } | undefined {
  const [, chain, index] = ENTRY_ID.exec(text) ?? []
  return chain === undefined || index === undefined ? undefined : { chain, index: Number(index) }
}

/** @throws SettingsError when there is no such entry, or more than one chain begins like that */
export async function findRow(
  home: string,
  id: { readonly chain: string; readonly index: number },
): Promise<AuditRow> {
  let found: AuditRow | undefined
  for await (const row of readHome(home)) {
    if (row.entry.index !== id.index || !row.chain.startsWith(id.chain)) continue
    if (found !== undefined)
      throw new SettingsError('SETTINGS_BAD_VALUE', `more than one chain begins with \`${id.chain}\``)
    found = row
  }
  if (found === undefined)
    throw new SettingsError('SETTINGS_BAD_VALUE', `there is no entry \`${id.chain}:${id.index}\``)
  return found
}
