import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { manifestProblems, PUBLISHED, readManifest, type Manifest } from './manifests.ts'
import { root } from './source-tree.ts'

const workspace = readManifest('.')
const pageOf = (folder: string): string => {
  const page = join(root, folder, 'README.md')
  return existsSync(page) ? readFileSync(page, 'utf8') : ''
}

describe('what is published', () => {
  test.each(PUBLISHED)('$folder has everything that a registry shows', (one) => {
    expect(manifestProblems(one, workspace, pageOf(one.folder))).toEqual([])
  })

  test('is all of one version', () => {
    expect(new Set(PUBLISHED.map(({ manifest }) => manifest.version)).size).toBe(1)
  })

  test('as `kvlar` depends on nothing', () => {
    const manifest = PUBLISHED.map((one): Manifest => one.manifest).find(({ name }) => name === 'kvlar')
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, bin } = manifest ?? {}
    expect({ ...dependencies, ...optionalDependencies, ...peerDependencies }).toEqual({})
    expect(bin).toEqual({ kvlar: 'dist/main.js' })
  })

  test('is checked by what can go red', () => {
    const [{ folder, manifest } = { folder: '', manifest: {} }] = PUBLISHED
    const broken = { folder, manifest: { ...manifest, keywords: [], publishConfig: { access: 'public' } } }
    expect(manifestProblems(broken, workspace, '')).toEqual([
      `${folder}: has keywords: not true`,
      `${folder}: has a page of its own: not true`,
      `${folder}: publishes the doors that it has: not true`,
    ])
  })
})

describe('releases', () => {
  const names = PUBLISHED.map(({ manifest }) => manifest.name ?? '')

  test('raise every package together', () => {
    const { fixed } = JSON.parse(readFileSync(join(root, '.changeset/config.json'), 'utf8')) as {
      fixed: readonly (readonly string[])[]
    }
    expect(fixed.map((group) => group.toSorted())).toEqual([names.toSorted()])
  })

  test('come from one workflow, which has checked them and says where they were built', () => {
    const workflow = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')
    const steps = [...workflow.matchAll(/^ +- (uses|run): (.*)$/gm)].map(([, kind, what = '']) => ({
      kind,
      what,
    }))
    const runs = steps.filter(({ kind }) => kind === 'run').map(({ what }) => what)
    expect(runs).toEqual(['npm test', 'npm run pack', 'npm run release'])
    // Of others' actions, the very bytes that were looked at; of rights, these two.
    const loose = steps.filter(({ kind, what }) => kind === 'uses' && !/@[0-9a-f]{40} # v[\d.]+$/.test(what))
    expect(loose).toEqual([])
    expect([...workflow.matchAll(/^ +([\w-]+): (?:read|write)$/gm)].map(([line]) => line.trim())).toEqual([
      'contents: read',
      'id-token: write',
    ])
    expect(readFileSync(join(root, 'tools/release.mjs'), 'utf8')).toContain("'--provenance'")
  })

  test('tell of packages that are published, and of no others', () => {
    const told = readdirSync(join(root, '.changeset'))
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) => {
        const [, head = ''] = readFileSync(join(root, '.changeset', file), 'utf8').split(/^---$/m)
        return [...head.matchAll(/^['"]?([@\w/-]+)['"]?: (?:major|minor|patch)$/gm)].map(([, name = '']) => ({
          file,
          name,
        }))
      })
    expect(told.length).toBeGreaterThan(0)
    expect(told.filter(({ name }) => !names.includes(name))).toEqual([])
  })
})
