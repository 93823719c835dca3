import { bothEdits } from '../edit/server-edit.ts'
import { formatPath } from '../formats/value/format-path.ts'
import { isChosen, type NameFilter } from '../servers/name-filter.ts'
import type { OpenConfig } from '../servers/open-config.ts'
import type { Server } from '../servers/read-server.ts'
import { readVariables } from '../servers/read-variables.ts'
import { readWrapped } from '../servers/wrapped-command.ts'
import { editedText, removeHead, type OriginalSpelling } from './edit-server.ts'
import { giveBack } from './edit-variables.ts'
import { leave, unplain, type ServerPlan } from './server-plan.ts'

/**
 * Decides how the entry of one server goes back; `originals` are older versions of the file, newest first, which
 * tell how it was spelled. What it was is told by the entry alone.
 */
export function unwrapServer(
  config: OpenConfig,
  server: Server,
  choice: { readonly filter: NameFilter; readonly originals: readonly OpenConfig[] },
): ServerPlan {
  const wrapped = readWrapped(server.argv)
  const { site } = server
  if (wrapped === undefined || site === undefined) {
    const reason = server.problem ?? 'does not run behind Kvlar'
    return leave(server, 'not-wrapped', reason)
  }
  if (!isChosen(server.name, choice.filter))
    return leave(server, 'skip-filter', 'not among the servers you chose')
  const argv = server.argv.slice(wrapped.headLength)
  const original = originalOf(server, argv, choice.originals)
  const edit = removeHead(editedText(config, site), site, {
    length: wrapped.headLength,
    ...(original === undefined ? {} : { original }),
  })
  if (edit === undefined) return unplain(server)
  const { planned } = leave(server, 'unwrap', 'is started by the client itself again')
  const given = giveBack(config.text, readVariables(config, server))
  return { planned, edit: given.ok ? bothEdits(edit, given.edit) : edit }
}

function originalOf(
  server: Server,
  argv: readonly (string | undefined)[],
  originals: readonly OpenConfig[],
): OriginalSpelling | undefined {
  const path = formatPath(server.path)
  for (const original of originals) {
    const found = original.servers.find((other) => formatPath(other.path) === path)
    const same = found?.argv.length === argv.length && found.argv.every((word, index) => word === argv[index])
    if (found?.site?.kind !== 'split' || !same) continue
    const { start, end } = found.site.command.value
    return { commandLiteral: original.text.slice(start, end), argsAbsent: found.site.args === undefined }
  }
  return undefined
}
