import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../architecture/source-tree.ts'
import type { Block } from './blocks.ts'
import { GIVEN } from './given.ts'

/** Where the packages are that the page of the whole project speaks of: in the command, which carries them. */
const HOME_OF_ROOT = 'apps/cli'

/**
 * Writes blocks of a page as one program, each after those before it, into an ignored folder of the package, so that
 * its own name and its dependencies are found as a reader finds them.
 * @returns the file, from the root
 */
export function writeProgram(page: string, blocks: readonly Block[], name: string): string {
  const folder = page === 'README.md' ? HOME_OF_ROOT : dirname(page)
  const file = join(folder, 'dist', `readme-${page === 'README.md' ? 'root-' : ''}${name}.ts`)
  mkdirSync(join(root, folder, 'dist'), { recursive: true })
  writeFileSync(join(root, file), programText(page, blocks))
  return file
}

/** One module whose imports stand together and once; a block may use a name anew. */
export function programText(page: string, blocks: readonly Block[]): string {
  const { before = '', after = '' } = GIVEN[page] ?? {}
  const imports = new Set<string>()
  const [given = '', ...bodies] = [before, ...blocks.map(({ text }) => text)].map((text) =>
    text.replaceAll(/^import .*$/gm, (line) => {
      imports.add(line)
      return ''
    }),
  )
  return [...imports, given, bodies.join('\n{\n'), after, '}'.repeat(Math.max(0, bodies.length - 1))].join(
    '\n',
  )
}
