import type { ServerKind } from './servers.ts'

/** The name that a word gives a server, without version, extras, tag or digest; undefined when it names none. */
export const NAME_IN: Readonly<Record<ServerKind, (word: string) => string | undefined>> = {
  npm: (word) => NPM.exec(word)?.[1],
  pypi: (word) => {
    const name = PYPI.exec(word)?.[1]
    return name === undefined ? undefined : normalPypi(name)
  },
  images: imageName,
  bins: programName,
}

/** A registry name with a version or tag; no alias, address, folder or file. */
const NPM = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)(?:@[^@/\\:]*)?$/

/** A name with extras and a version (PEP 508), or with `@version` as uvx has it; no direct reference. */
const PYPI =
  /^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[A-Za-z0-9._, -]*\])?(?: ?[=<>!~][A-Za-z0-9.*+!,<>=~ -]*|@[A-Za-z0-9.+]+)?$/

/** PEP 503, so that the name of a module and of its distribution are one. */
export function normalPypi(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function imageName(word: string): string | undefined {
  const path = /^[a-z0-9][a-z0-9._/-]*(?::[0-9]+\/[a-z0-9._/-]+)?(?=$|[:@])/.exec(word)?.[0]
  return path?.replace(/^(?:index\.)?docker\.io\//, '')
}

/** The file name of a program, without what Windows puts behind it. */
export function programName(path: string): string {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  return file.toLowerCase().replace(/\.(?:exe|cmd|bat|ps1)$/, '')
}

/** The package or program that a script inside of `node_modules` belongs to. */
export function packageOfScript(
  path: string,
): { readonly kind: 'npm' | 'bins'; readonly name: string } | undefined {
  const segments = path.split(/[\\/]/)
  const at = segments.lastIndexOf('node_modules')
  const [first = '', second = '', ...below] = at < 0 || segments.includes('..') ? [] : segments.slice(at + 1)
  if (first === '.bin') return below.length === 0 ? { kind: 'bins', name: programName(second) } : undefined
  const name = first.startsWith('@') ? `${first}/${second}` : first
  return name === '' ? undefined : { kind: 'npm', name }
}
