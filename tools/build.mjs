/* Builds every package: JavaScript by tsup, declarations by tsc. */
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from './bundle.mjs'
import { root, workspacePackages } from './packages.mjs'

const quiet = process.argv.includes('--quiet')

for (const one of workspacePackages()) {
  const { folder, manifest } = one
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  for (const name of readdirSync(folder)) if (name.endsWith('.tsbuildinfo')) rmSync(join(folder, name))
  await bundle(one, 'dist')
  if (!quiet) console.error(`built ${manifest.name}`)
}

process.chdir(root)
const declarations = spawnSync('tsc', ['-b', ...workspacePackages().map((one) => one.folder)], {
  stdio: ['ignore', 2, 2],
  shell: process.platform === 'win32',
})
process.exitCode = declarations.status ?? 1
