import { PAIRING } from '../programs/program-facts.ts'

/** What the operands of a program that compares them two by two make it open besides themselves. */
export interface Pairing {
  /** An operand that may be a folder beside another that may be one: the program goes through both. */
  readonly folder?: string
  /** Of a folder and a file the program takes the file of the same name in the folder. */
  readonly inner: readonly string[]
}

const NONE: Pairing = { inner: [] }

/**
 * `diff a b` opens every file of two folders, hidden ones too, and of a folder and a file the one that is called alike.
 * `git diff a b` does so outside of a repository.
 */
export function pairedOperands(
  program: string,
  subcommand: readonly string[],
  given: readonly string[],
): Pairing {
  const operands = program === 'git' ? comparedByGit([...subcommand, ...given]) : given
  if (operands.length < 2 || (program !== 'git' && !PAIRING.has(program))) return NONE
  const files = operands.filter(isFile)
  const folders = operands.filter((text) => text !== '-')
  return {
    ...(files.length === 0 && { folder: operands[0] }),
    inner: operands.flatMap((text) => {
      const name = /[^/]*$/.exec(text)?.[0] ?? ''
      return text === '-' || name === ''
        ? []
        : folders.filter((folder) => folder !== text).map((folder) => `${folder.replace(/\/+$/, '')}/${name}`)
    }),
  }
}

/** What git compares outside of a repository: two paths and no more, none of which only a repository knows. */
function comparedByGit([subcommand, ...words]: readonly string[]): readonly string[] {
  const paths = words.filter((word) => !word.startsWith('-'))
  return subcommand === 'diff' && paths.length === 2 && !paths.some(isRevision) ? paths : []
}

/** Endings of texts that people write. Some folders end in `.js` (`next.js`), `.d`, `.app` or a version. */
const FILE_ENDING = new RegExp(
  `[^/.]\\.(?:${(
    'ts tsx jsx mts cts mjs cjs vue svelte css scss sass less html htm xml svg py pyi ipynb rb php pl lua rs go java ' +
    'kt kts scala cs fs swift c cc cpp cxx h hh hpp zig dart ex exs erl hs clj ml sql sh bash ps1 bat tf proto ' +
    'graphql md mdx rst adoc tex txt log csv tsv json jsonc json5 jsonl yaml yml toml ini cfg properties patch diff'
  ).replaceAll(' ', '|')})$`,
)

/** Whether an operand is standard input, or a file by its name. */
function isFile(text: string): boolean {
  return text === '-' || FILE_ENDING.test(text)
}

/** `HEAD`, `main~2`, `a..b`, `HEAD:src`, `stash@{0}`, a digest: what a repository knows and no folder is called. */
function isRevision(text: string): boolean {
  return /^(?:HEAD|@)(?:[~^][0-9]*)*$|[^/][~^][0-9]+$|[^./]\.{2,3}[^./]|@\{|:|^[0-9a-f]{7,64}$/.test(text)
}
