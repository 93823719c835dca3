/*
 * Publishes every package whose version is not published yet, siblings before those that need them, so that a run that
 * was cut off can be repeated and leaves nothing that cannot be installed. `--dry-run` publishes nothing. Each carries a
 * statement of where it was built, which npm makes only in a workflow that may ask for an identity.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packAll } from './pack.mjs'

const isRehearsal = process.argv.includes('--dry-run')
const out = mkdtempSync(join(tmpdir(), 'kvlar-release-'))
try {
  const packed = siblingsFirst(packAll(out))
  const [{ manifest }] = packed
  const tag = process.env.GITHUB_REF_NAME
  if (!isRehearsal && tag !== `v${manifest.version}`)
    throw new Error(`the tag is \`${tag}\` and the packages are \`v${manifest.version}\`; publishing nothing`)
  for (const one of packed) publish(one)
} finally {
  rmSync(out, { recursive: true, force: true })
}

function publish({ manifest: { name, version }, tarball }) {
  const known = npm(['view', `${name}@${version}`, 'version', '--json'])
  // An answer that is neither yes nor no is no reason to publish.
  if (known.status !== 0 && !known.stdout.includes('"E404"')) throw new Error(known.stdout + known.stderr)
  if (known.status === 0 && known.stdout.trim() !== '') {
    console.log(`${name} ${version} is published already`)
    return
  }
  const { status, stdout, stderr } = npm([
    'publish',
    tarball,
    '--access=public',
    ...(isRehearsal ? ['--dry-run'] : ['--provenance']),
  ])
  if (status !== 0) throw new Error(stdout + stderr)
  console.log(`${isRehearsal ? 'would publish' : 'published'} ${name} ${version}`)
}

function npm(words) {
  return spawnSync('npm', words, { encoding: 'utf8', shell: process.platform === 'win32' })
}

function siblingsFirst(packed) {
  const sorted = new Set()
  const add = (one) => {
    for (const sibling of packed) if (sibling.manifest.name in (one.manifest.dependencies ?? {})) add(sibling)
    sorted.add(one)
  }
  for (const one of packed) add(one)
  return [...sorted]
}
