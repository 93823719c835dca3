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

/** How a block may be marked. What `npm run adapters` installs is needed for those marked `whole`, which it checks and runs. */
const FENCED = /^```(\w+)(?: (no-run|whole))?\n(.*?)^```$/gms

/** Every README that a reader of the project or of a package meets, and the guide whose programs are whole; on those of policies stand policies. */
export const READMES: readonly string[] = [
  'README.md',
  'docs/adapters.md',
  'docs/gate.md',
  ...globSync(['apps/*/README.md', 'packages/*/README.md', 'examples/*/README.md'], { cwd: root }),
].toSorted()

/** The blocks of a page that `npm test` checks, or those that are marked `whole`. */
export function blocksOf(page: string, language: string, { areWhole = false } = {}): readonly Block[] {
  return [...readFileSync(join(root, page), 'utf8').matchAll(FENCED)]
    .filter(([, name, mark]) => name === language && (mark === 'whole') === areWhole)
    .map(([, name = '', mark, text = '']) => ({ language: name, text, isRun: mark !== 'no-run' }))
}

/** What the comments of a program say that it prints, `// → …`, a line each. */
export function promisedOutput(blocks: readonly Block[]): string {
  return blocks
    .flatMap(({ text }) => [...text.matchAll(/\/\/ → (.*)$/gm)].map(([, line = '']) => `${line}\n`))
    .join('')
}
