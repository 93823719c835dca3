/*
 * What is published, used as a stranger would: `npm run pack [NAME…]`. Every package is packed, installed with npm into
 * an empty project and used under the oldest Node that is promised and under the later lines with long-term support:
 * each door is imported, the program on its page runs and prints what the page says (`uses/` has one where the page's
 * cannot run), and its types hold under `strict`. The command is started as its page says, in front of a server too, and
 * from the cache of npx. What the packages depend on comes from npm's cache or its registry; the Nodes are installed into
 * the ignored cache of this checkout.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { packAll } from '../../tools/pack.mjs'
import { root } from '../../tools/packages.mjs'
import { blocksOf, promisedOutput } from '../readmes/blocks.ts'
import { GIVEN } from '../readmes/given.ts'
import { programText } from '../readmes/program.ts'
import { useCommand, useFromCache } from './command.mjs'
import { fetchNodes } from './nodes.mjs'
import { emptyProject, expectThat, placeFor, run } from './project.mjs'
import { checkTypes } from './types.mjs'

const TINY_SERVER = join(import.meta.dirname, 'tiny-server.mjs')
const workspace = (await import('../../package.json', { with: { type: 'json' } })).default
const out = mkdtempSync(join(tmpdir(), 'kvlar-packed-'))
const nodes = fetchNodes()
const packed = packAll(join(out, 'tarballs'))
const chosen = process.argv.slice(2)
let failures = 0
for (const one of packed) {
  const { name } = one.manifest
  if (chosen.length > 0 && !chosen.includes(name)) continue
  try {
    await usePackage(one)
    console.log(`✓ ${name} on Node ${nodes.map(({ version }) => version).join(', ')}`)
  } catch (error) {
    failures += 1
    console.log(`✗ ${name}: ${error.message}`)
  }
}
rmSync(out, { recursive: true, force: true })
process.exit(failures > 0 ? 1 : 0)

async function usePackage(one) {
  const { manifest, tarball } = one
  const page = `${relative(root, one.folder)}/README.md`
  const blocks = blocksOf(page, 'ts').filter(({ isRun }) => isRun)
  // What the page takes as given comes from siblings, in the checkout by their folders.
  const program = programText(blocks, GIVEN[page] ?? {}).replace(
    /'\.\.\/\.\.\/(\w+)\/src\/(\w+)\/index\.ts'/g,
    "'@kvlar/$1/$2'",
  )
  const folder = join(out, manifest.name.replace('/', '-'))
  emptyProject(folder, dependenciesOf(one, program))
  const doors = Object.keys(manifest.publishConfig.exports).map((door) => door.replace(/^\./, manifest.name))
  writeFileSync(join(folder, 'doors.ts'), openings(doors))
  writeFileSync(join(folder, 'page.ts'), program)
  const use = join(import.meta.dirname, 'uses', `${basename(one.folder)}.mjs`)
  if (existsSync(use)) copyFileSync(use, join(folder, 'use.mjs'))
  const places = nodes.map((node) => placeFor(node, folder))
  for (const place of places) {
    const opened = run(place, ['node', '../doors.ts'])
    expectThat(`every door opens on Node ${place.version}`, opened.status === 0, opened)
    if (manifest.bin) await useCommand(place, manifest.version)
    if (existsSync(use)) {
      copyFileSync(TINY_SERVER, join(place.cwd, 'tiny-server.mjs'))
      const used = run(place, ['node', '../use.mjs'])
      expectThat(`a call of it does what it should on Node ${place.version}`, used.status === 0, used)
    }
    // Somebody who decides is needed for these; the tests of the READMEs have them.
    if (GIVEN[page]?.isOfUser) continue
    const ran = run(place, ['node', '../page.ts'])
    const promised = promisedOutput(blocks)
    const isKept = ran.status === 0 && (promised === '' || ran.stdout === promised)
    expectThat(`the program on its page runs on Node ${place.version}`, isKept, ran)
  }
  const [first] = places
  checkTypes(first, ['../doors.ts', '../page.ts'])
  if (manifest.bin) useFromCache(first, tarball)
}

/** A program that opens every door. */
function openings(doors) {
  return doors.map((door, at) => `export * as door${at} from '${door}'\n`).join('')
}

/** The package, every sibling behind it or in the program of its page, and the types of Node. */
function dependenciesOf({ manifest }, program) {
  const dependencies = { '@types/node': workspace.devDependencies['@types/node'] }
  const take = (name) => {
    const one = packed.find((other) => other.manifest.name === name)
    if (one === undefined || name in dependencies) return
    dependencies[name] = `file:${one.tarball}`
    for (const sibling of Object.keys(one.manifest.dependencies ?? {})) take(sibling)
  }
  take(manifest.name)
  for (const [, name] of program.matchAll(/from '(@kvlar\/[a-z]+)/g)) take(name)
  if (program.includes("from 'zod'")) dependencies.zod = manifest.devDependencies.zod
  return dependencies
}
