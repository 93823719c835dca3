import { readFileSync } from 'node:fs'

/** All packages are released together, so the version of one is that of the engine. */
export function packageVersion(): string {
  // From sources, from a build and from the bundle of the command the way up is of another length.
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    const version = versionIn(folder)
    if (version !== undefined) return version
    if (folder.pathname === '/' || /^\/[A-Za-z]:\/$/.test(folder.pathname))
      throw new Error('the package.json of Kvlar is gone')
  }
}

function versionIn(folder: URL): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'))
    // Anything else destructures into fields that may be missing, or throws.
    const { name, version } = manifest as { readonly name?: unknown; readonly version?: unknown }
    const isOurs = typeof name === 'string' && /^(?:@kvlar\/[a-z]+|kvlar)$/.test(name)
    return isOurs && typeof version === 'string' ? version : undefined
  } catch {
    return undefined
  }
}
