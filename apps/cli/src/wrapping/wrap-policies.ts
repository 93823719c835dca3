import type { Plan } from '@kvlar/clients/file'
import { layOut, visibleText } from '@kvlar/core/text'
import { CURATED, readSettings } from '@kvlar/policies'
import { ownPolicyFile } from '@kvlar/runtime/policies'
import type { Page } from '../terminal/terminal.ts'

/**
 * Which curated policies fit, which were written, and what to do next.
 *
 * @param missing curated policies of which the user had no copy before
 */
export function printCurated(
  plan: Plan,
  { missing, dryRun }: { readonly missing: readonly string[]; readonly dryRun: boolean },
  page: Page,
): void {
  for (const name of missing) {
    const names = settingsOf(name)
    const toSet = names.length === 0 ? '' : ` (set ${names.join(', ')} at its top)`
    const mark = dryRun ? 'would write' : page.tone('good', '✓')
    page.line(`${mark} ${visibleText(ownPolicyFile(name))}${toSet}`)
  }
  if (missing.length > 0) page.line()
  const proposed = proposals(plan)
  if (proposed.length === 0) return
  page.line(page.tone('heading', 'A curated policy fits'))
  for (const line of layOut(proposed.map(proposalRow), page.width)) page.line(line)
  page.line('`kvlar wrap --curated` puts these servers under it, in a file of your own\n')
}

/** Servers that run under the default policy although a curated one fits; each name with its policy once. */
function proposals({ files }: Plan): readonly { readonly server: string; readonly policy: string }[] {
  const found = new Map<string, { server: string; policy: string }>()
  for (const { name, curated } of files.flatMap((file) => file.servers)) {
    if (curated?.used === false)
      found.set(JSON.stringify([name, curated.name]), { server: name, policy: curated.name })
  }
  return [...found.values()]
}

function proposalRow({ server, policy }: { server: string; policy: string }): [string, string] {
  const summary = CURATED.find(({ name }) => name === policy)?.summary ?? ''
  return [visibleText(server), `${policy}: ${summary}`]
}

function settingsOf(policy: string): readonly string[] {
  const text = CURATED.find(({ name }) => name === policy)?.policy ?? ''
  return readSettings(text).map(({ name }) => `\`${name}\``)
}
