import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../architecture/source-tree.ts'
import type { Block } from './blocks.ts'
import { GIVEN, type Given } from './given.ts'

/** Where the packages are that a page speaks of which is not a package's own. */
const HOMES: Readonly<Record<string, string>> = {
  // The command, which carries them.
  'README.md': 'apps/cli',
  // The frameworks.
  'docs/adapters.md': 'test/adapters',
  // What its programs are written with.
  'docs/gate.md': 'packages/sdk',
}

/** The blocks of a page by the program that they make. */
export function programsOf(page: string, blocks: readonly Block[]): readonly (readonly Block[])[] {
  if (GIVEN[page]?.isEachApart === true) return blocks.map((block) => [block])
  return blocks.length === 0 ? [] : [blocks]
}

/**
 * Writes blocks of a page as one program, each after those before it, into an ignored folder of the package, so that
 * its own name and its dependencies are found as a reader finds them.
 * @returns the file, from the root
 */
export function writeProgram(
  page: string,
  blocks: readonly Block[],
  name: string,
  { folder = HOMES[page] ?? dirname(page), given = GIVEN[page] ?? {} }: Place = {},
): string {
  const file = join(folder, 'dist', `readme-${page in HOMES ? 'root-' : ''}${name}.ts`)
  mkdirSync(join(root, folder, 'dist'), { recursive: true })
  writeFileSync(join(root, file), programText(blocks, given))
  return file
}

/** Where a program stands, and what it takes as given, where that is not what its page says. */
interface Place {
  readonly folder?: string
  readonly given?: Given
}

/** One module whose imports stand together and once; a block may use a name anew. */
export function programText(blocks: readonly Block[], { before = '', after = '' }: Given): string {
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
