import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../architecture/source-tree.ts'

/** One block of code of a page. */
export interface Block {
  readonly language: string
  readonly text: string
  /**
   * Whether the tests run it. Of a block marked `no-run` they check the types alone: what it needs is not at hand, such
   * as a server elsewhere, a registry or an account.
   */
  readonly isRun: boolean
}

const FENCED = /^```(\w+)( no-run)?\n(.*?)^```$/gms

/** Every README that a reader of the project or of a package meets, and the guide whose programs are whole; on those of policies stand policies. */
export const READMES: readonly string[] = [
  'README.md',
  'docs/adapters.md',
  'docs/gate.md',
  ...globSync(['apps/*/README.md', 'packages/*/README.md', 'examples/*/README.md'], { cwd: root }),
].toSorted()

export function blocksOf(page: string, language: string): readonly Block[] {
  return [...readFileSync(join(root, page), 'utf8').matchAll(FENCED)]
    .map(([, name = '', mark, text = '']) => ({ language: name, text, isRun: mark === undefined }))
    .filter((block) => block.language === language)
}

/** What the comments of a program say that it prints, `// → …`, a line each. */
export function promisedOutput(blocks: readonly Block[]): string {
  return blocks
    .flatMap(({ text }) => [...text.matchAll(/\/\/ → (.*)$/gm)].map(([, line = '']) => `${line}\n`))
    .join('')
}
