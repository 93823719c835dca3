/*
 * Builds every package: JavaScript by tsup, declarations by tsc. The one that carries the others in its bundle gets
 * their declarations too, and the notices of everybody whose code is in it.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from './bundle.mjs'
import { gatherDeclarations } from './declarations.mjs'
import { thirdPartyNotices } from './notices.mjs'
import { root, workspacePackages } from './packages.mjs'

const quiet = process.argv.includes('--quiet')

for (const one of workspacePackages()) {
  const { folder, manifest } = one
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  for (const name of readdirSync(folder)) if (name.endsWith('.tsbuildinfo')) rmSync(join(folder, name))
  const inputs = await bundle(one, 'dist')
  if (manifest.bin) writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(inputs))
  if (!quiet) console.error(`built ${manifest.name}`)
}

process.chdir(root)
const declarations = spawnSync('tsc', ['-b', ...workspacePackages().map((one) => one.folder)], {
  stdio: ['ignore', 2, 2],
  shell: process.platform === 'win32',
})
process.exitCode = declarations.status ?? 1
if (process.exitCode === 0) {
  for (const { folder, manifest } of workspacePackages()) {
    const dist = join(folder, 'dist')
    if (manifest.bin) gatherDeclarations(join(dist, 'index.d.ts'), join(dist, 'types'))
  }
}
