import { commandGroups, firstWords, secondWord } from '../command-line/command-groups.ts'
import type { NamedSpec } from '../command-line/command-spec.ts'
import { HELP_FLAG } from '../command-line/help.ts'
import { operandWords } from './operand-words.ts'
import { valueOffer } from './value-offer.ts'

/** The completion script for PowerShell 5.1 and later; files are completed by PowerShell itself. */
export function powershellCompletion(specs: readonly NamedSpec[]): string {
  return `# PowerShell completion for kvlar
Register-ArgumentCompleter -Native -CommandName kvlar -ScriptBlock {
  param($word, $ast, $position)
  $commands = [ordered]@{
${described(firstWords(specs))}
  }
  $groups = @{
${commandGroups(specs).map(groupEntry).join('\n')}
  }
  $flags = @{
${specs.map((spec) => `    ${quote(spec.name)} = [ordered]@{ ${flagEntries(spec)} }`).join('\n')}
  }
  $choices = @{
${specs.flatMap((spec) => choiceEntries(spec, specs)).join('\n')}
  }
  $before = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { "$_" })
  if ($before -contains '--') { return }
  if ($before.Count -le 1) { $offer = $commands }
  else {
    $name = $before[1]
    if ($groups.ContainsKey($name) -and $before.Count -gt 2) { $name = "$name $($before[2])" }
    $key = "$name $($before[-1])"
    $offer = [ordered]@{}
    if ($groups.ContainsKey($name)) { $offer = $groups[$name] }
    elseif ($choices.ContainsKey($key)) { $choices[$key] | ForEach-Object { $offer[$_] = $_ } }
    elseif ($flags.ContainsKey($name)) {
      $flags[$name].GetEnumerator() | ForEach-Object { $offer[$_.Key] = $_.Value }
      if ($choices.ContainsKey("$name ")) { $choices["$name "] | ForEach-Object { $offer[$_] = $_ } }
    }
  }
  $offer.GetEnumerator() | Where-Object { $_.Key -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_.Key, $_.Key, 'ParameterValue', $_.Value)
  }
}
`
}

function groupEntry({ word, group }: ReturnType<typeof commandGroups>[number]): string {
  const rows = group.map((spec) => ({ name: secondWord(spec), summary: spec.summary }))
  return `    ${quote(word)} = [ordered]@{\n${described(rows)}\n    }`
}

function described(rows: readonly { readonly name: string; readonly summary: string }[]): string {
  return rows.map(({ name, summary }) => `    ${quote(name)} = ${quote(summary)}`).join('\n')
}

function flagEntries(spec: NamedSpec): string {
  return [...spec.flags, HELP_FLAG]
    .map((flag) => `${quote(`--${flag.name}`)} = ${quote(flag.summary)}`)
    .join('; ')
}

/** Keys are `command flag`, and `command ` for operands. */
function choiceEntries(spec: NamedSpec, specs: readonly NamedSpec[]): string[] {
  const entries = spec.flags.flatMap((flag) => {
    const offer = valueOffer(flag)
    return offer?.kind === 'words' ? [entry(`${spec.name} --${flag.name}`, offer.words)] : []
  })
  const words = operandWords(spec, specs)
  return words.length > 0 ? [...entries, entry(`${spec.name} `, words)] : entries
}

const entry = (key: string, words: readonly string[]): string =>
  `    ${quote(key)} = @(${words.map(quote).join(', ')})`

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`
