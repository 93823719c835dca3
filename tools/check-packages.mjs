/* Packs every package and holds the tarball against publint and are-the-types-wrong. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workspacePackages } from './packages.mjs'

const out = mkdtempSync(join(tmpdir(), 'kvlar-pack-'))
let failed = false
try {
  for (const { folder, manifest } of workspacePackages()) {
    const target = join(out, manifest.name.replace('/', '-'))
    mkdirSync(target)
    run('pnpm', ['pack', '--pack-destination', target], folder, manifest.name)
    const tarball = join(target, readdirSync(target)[0])
    run('publint', ['run', tarball, '--strict'], folder, manifest.name)
    if (manifest.exports) run('attw', [tarball, '--profile', 'esm-only'], folder, manifest.name)
  }
} finally {
  rmSync(out, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)

function run(command, args, cwd, name) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' })
  if (result.status === 0) return
  failed = true
  console.log(`${name}: ${command} ${args[0]} failed\n${result.stdout}${result.stderr}`)
}
