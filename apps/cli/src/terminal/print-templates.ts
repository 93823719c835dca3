import { layOut } from '@kvlar/core/text'
import { ITEM_RULES, readSettings, type CuratedPolicy, type Setting } from '@kvlar/policies'
import type { Page } from './terminal.ts'

/** Every curated policy, a line or two each, with the names of its settings. */
export function printTemplates(templates: readonly CuratedPolicy[], page: Page): void {
  const rows = templates.map(({ name, summary, policy }): [string, string] => {
    const names = readSettings(policy).map((setting) => setting.name)
    return [name, names.length === 0 ? summary : `${summary} (--set ${names.join(', ')})`]
  })
  for (const line of layOut(rows, page.width)) page.line(line)
}

/** One curated policy with its settings. */
export function printTemplate({ name, summary, policy }: CuratedPolicy, page: Page): void {
  page.line(`${page.tone('name', name)}: ${summary}`)
  const settings = readSettings(policy)
  if (settings.length === 0) {
    page.line('\nIt has no settings.')
    return
  }
  page.line(`\n${page.tone('heading', 'Settings')}`)
  const rows = settings.map((setting): [string, string] => [setting.name, describe(setting)])
  for (const line of layOut(rows, page.width)) page.line(line)
  const example = settings.map((setting) => `--set ${setting.name}=${exampleOf(setting)}`)
  page.line(`\n${page.tone('heading', 'Example')}`)
  page.line(`  ${page.tone('name', `kvlar init ${name} ${example.join(' ')}`)}`)
}

/** The same for scripts. */
export function templatesJson(templates: readonly CuratedPolicy[]): object {
  return templates.map(({ name, title, summary, policy }) => {
    const settings = readSettings(policy).map((setting) => ({
      name: setting.name,
      type: setting.type,
      list: setting.isList,
      help: setting.help,
      default: setting.default,
      pattern: setting.pattern,
    }))
    return { name, title, summary, settings }
  })
}

function describe(setting: Setting): string {
  const { help, type, isList, pattern } = setting
  const rule = ITEM_RULES[type].rule
  const matching = pattern === undefined ? '' : `, matching \`${pattern}\``
  return `${help}: ${isList ? 'a list, each ' : ''}${rule}${matching} (default ${setting.default.join(',')})`
}

function exampleOf({ type, pattern, default: items }: Setting): string {
  return pattern === undefined ? ITEM_RULES[type].example : String(items[0])
}
