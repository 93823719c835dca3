/* Packs every package and holds the tarball against publint and are-the-types-wrong; starts the command from its own. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packAll } from './pack.mjs'

const out = mkdtempSync(join(tmpdir(), 'kvlar-pack-'))
let failed = false
try {
  for (const { folder, manifest, tarball } of packAll(out)) {
    run('publint', ['run', tarball, '--strict'], folder, manifest.name)
    run('attw', [tarball, '--profile', 'esm-only'], folder, manifest.name)
    if (!manifest.bin) continue
    // It depends on nothing, so unpacking is installing; `npm run pack` does it as a stranger would, on every Node.
    run('tar', ['-xzf', tarball, '-C', out], out, manifest.name)
    const unpacked = join(out, 'package')
    run('node', ['dist/main.js', '--version'], unpacked, manifest.name)
    run(
      'node',
      ['--eval', "await (await import('kvlar')).openKvlar({ policies: ['default'], record: false })"],
      unpacked,
      manifest.name,
    )
    for (const file of ['LICENSE', 'THIRD-PARTY-NOTICES.txt'].filter(
      (name) => !existsSync(join(unpacked, name)),
    )) {
      failed = true
      console.log(`${manifest.name}: \`${file}\` is not in it`)
    }
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
