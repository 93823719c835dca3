import type { EffectType } from '@kvlar/core'
import { layOut, plural, visibleText } from '@kvlar/core/text'
import type { Probe, SortedTool } from '@kvlar/runtime/probe'
import type { Page } from '../terminal/terminal.ts'

const WORDS: Readonly<Record<EffectType, string>> = {
  allow: 'allowed',
  require_approval: 'asked',
  deny: 'denied',
}

/** A name is the server's to choose; no tool of use has a longer one. */
const NAME_CHARS_MAX = 128

/** What the policies would make of the servers, for people. */
export function printProbes(probes: readonly Probe[], page: Page): void {
  for (const { server, title, policies, outcome } of probes) {
    const head = `${page.tone('heading', visibleText(server))}  ${visibleText(title)}`
    if (!outcome.ok) {
      page.line(head)
      for (const line of layOut([['not asked', visibleText(outcome.why)]], page.width)) page.line(line)
    } else {
      page.line(
        `${head}: ${plural(outcome.tools.length, 'tool')} under ${policies.map(visibleText).join(', ')}`,
      )
      for (const line of layOut(rowsOf(outcome.tools), page.width)) page.line(line)
    }
    page.line()
  }
}

/** One row for each set of outcomes: what is certain first. */
function rowsOf(tools: readonly SortedTool[]): readonly [string, string][] {
  const groups = Map.groupBy(tools, ({ outcomes }) => outcomes.map((outcome) => WORDS[outcome]).join(' or '))
  return ORDER.flatMap((label) => {
    const names = groups.get(label)?.map(({ name }) => shown(name)) ?? []
    return names.length === 0 ? [] : [[label, names.join(', ')] satisfies [string, string]]
  })
}

const ORDER = [
  'allowed',
  'asked',
  'denied',
  'allowed or asked',
  'allowed or denied',
  'asked or denied',
  'allowed or asked or denied',
]

function shown(name: string): string {
  return visibleText(name.length > NAME_CHARS_MAX ? `${name.slice(0, NAME_CHARS_MAX)}…` : name)
}

/** The same for scripts. */
export function probesJson(probes: readonly Probe[]): object {
  return probes.map(({ client, path, server, policies, outcome }) => {
    const head = { client, path, server, policies }
    return outcome.ok ? { ...head, tools: outcome.tools } : { ...head, why: outcome.why }
  })
}
