import { secretFiles } from './secret-files.ts'

/** The lists that every policy can name, by the names that it gives them. */
const LISTS: ReadonlyMap<string, () => readonly string[]> = new Map([['$secret_files', secretFiles]])

/** Why an item that begins with `$` names no built-in list; undefined for every other text. */
export function unknownListProblem(text: string): string | undefined {
  if (!/^!?\$/.test(text) || LISTS.has(text)) return undefined
  const known = [...LISTS.keys()].map((name) => `\`${name}\``).join(', ')
  return text.startsWith('!')
    ? `\`${text}\` takes a whole list out of the list; name the globs that are meant`
    : `\`${text}\` is no built-in list of paths; there is ${known}`
}

/** The list with each built-in one in place of its name: what a rule means, and so what its digest covers. */
export function expandPathGlobs(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => LISTS.get(text)?.() ?? text)
}
