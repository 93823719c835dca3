import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { workspacePackages } from './packages.mjs'

/** Packs every package, as it is published, each into a folder of its own. */
export function packAll(out) {
  return workspacePackages().map(({ folder, manifest }) => {
    const target = join(out, manifest.name.replace('/', '-'))
    mkdirSync(target, { recursive: true })
    // The workspace's own manager writes what is published over what a checkout uses: doors, and versions of siblings.
    execFileSync('pnpm', ['pack', '--pack-destination', target], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    })
    return { folder, manifest, tarball: join(target, readdirSync(target)[0]) }
  })
}
