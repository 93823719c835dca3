import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './source-tree.ts'

/** What a manifest says, as far as it is checked here. */
export interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly private?: boolean
  readonly description?: string
  readonly license?: string
  readonly type?: string
  readonly keywords?: readonly string[]
  readonly repository?: { readonly type: string; readonly url: string; readonly directory?: string }
  readonly engines?: object
  readonly files?: readonly string[]
  readonly exports?: Readonly<Record<string, string>>
  readonly publishConfig?: { readonly access?: string; readonly exports?: Readonly<Record<string, unknown>> }
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: object
  readonly peerDependencies?: object
}

export interface Published {
  /** From the root, with slashes. */
  readonly folder: string
  readonly manifest: Manifest
}

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest

/** Every package that a release publishes. */
export const PUBLISHED: readonly Published[] = ['packages', 'apps']
  .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
  .map((folder) => ({ folder, manifest: readManifest(folder) }))
  .filter(({ manifest }) => manifest.private !== true)

/**
 * What is wrong with the manifest of a package, in words; empty when it can be published.
 * @param workspace the manifest of the root, whose licence, engines and repository are those of every package
 * @param readme the page about it
 */
export function manifestProblems(
  { folder, manifest }: Published,
  workspace: Manifest,
  readme: string,
): string[] {
  const { name = '', description = '', keywords = [], files = [], exports = {}, publishConfig } = manifest
  const short = folder.split('/').at(-1) ?? ''
  const checks: readonly (readonly [string, boolean])[] = [
    ['is named for its folder', manifest.bin ? name === 'kvlar' : name === `@kvlar/${short}`],
    ['says what it is in one line', /^\S.{20,110}[^.\s]$/.test(description)],
    ['has keywords', keywords.length >= 3 && new Set(keywords).size === keywords.length],
    ['has the licence of the project', manifest.license === workspace.license],
    ['has the engines of the project', same(manifest.engines, workspace.engines)],
    ['is of ES modules', manifest.type === 'module'],
    ['says where it comes from', same(manifest.repository, { ...workspace.repository, directory: folder })],
    ['is public', publishConfig?.access === 'public'],
    [
      'publishes its page and its changes',
      ['README.md', 'CHANGELOG.md'].every((file) => files.includes(file)),
    ],
    [
      'publishes what it has built, and no sources',
      files.some((file) => file.startsWith('dist')) && !files.includes('src'),
    ],
    ['has a page of its own', readme.startsWith(`# ${name}\n`)],
    ['publishes the doors that it has', same(publishConfig?.exports, publishedDoors(exports, manifest))],
  ]
  return checks.flatMap(([sentence, holds]) => (holds ? [] : [`${folder}: ${sentence}: not true`]))
}

/** `./src/x.ts` of the checkout is `./dist/x.js` of what is published, with its types. */
function publishedDoors(exports: Readonly<Record<string, string>>, { bin }: Manifest): object {
  // The command has one door, and the types of everything behind it in one folder.
  const doors = Object.entries(exports).filter(([door]) => !bin || door === '.')
  return Object.fromEntries(
    doors.map(([door, source]) => {
      const built = source.replace(/^\.\/src\/(.*)\.ts$/, '$1')
      return [door, { types: `./dist/${bin ? 'types/' : ''}${built}.d.ts`, default: `./dist/${built}.js` }]
    }),
  )
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
