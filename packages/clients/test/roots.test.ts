import { findWideRoots } from '@kvlar/clients/file'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { layOutHome, type Workbench } from './workbench.ts'

/** One server for files in the configuration of a client, with the folders that it is given. */
function withRoots(bench: Workbench, ...roots: readonly string[]): void {
  const args = ['-y', '@modelcontextprotocol/server-filesystem', ...roots]
  bench.write('.cursor/mcp.json', JSON.stringify({ mcpServers: { files: { command: 'npx', args } } }))
}

const notes = (bench: Workbench): string =>
  bench
    .wrap({ clients: ['cursor'] })
    .files.flatMap((file) => file.notes)
    .join('\n')

describe('a server whose folder holds those of Kvlar', () => {
  it('is named when it is wrapped, with folders to give it instead', () => {
    const bench = layOutHome()
    mkdirSync(join(bench.home, 'Documents'))
    mkdirSync(join(bench.home, '.hidden'))
    withRoots(bench, bench.home)
    expect(notes(bench)).toContain(
      `\`files\` is given \`${bench.home}\`, which holds Kvlar's own folders: what takes whole folders is denied there; ` +
        `give it folders inside that it needs, such as \`${bench.home}/project\`, \`${bench.home}/Documents\``,
    )
  })

  it.each([
    ['the root of the disk', () => '/'],
    ['the home folder with a slash', (home: string) => `${home}/`],
    ['behind a flag', (home: string) => `--root=${home}`],
    ['the folder above the state', (home: string) => `${home}/.local`],
    ["Kvlar's own folder", (home: string) => `${home}/.kvlar`],
  ])('is found by %s', (_, rootOf) => {
    const bench = layOutHome()
    withRoots(bench, '/srv', rootOf(bench.home))
    expect(notes(bench)).toContain("holds Kvlar's own folders")
  })

  it('is not named for a folder of its own', () => {
    const bench = layOutHome()
    withRoots(bench, join(bench.home, 'project'), '/srv/data', '.', '${HOME}', `${bench.home}x`)
    expect(notes(bench)).not.toContain("Kvlar's own folders")
  })

  it('is found by doctor once it runs behind Kvlar, and not before', () => {
    const bench = layOutHome()
    withRoots(bench, bench.home)
    expect(findWideRoots(bench.environment)).toEqual([])
    bench.apply(bench.wrap({ clients: ['cursor'] }))
    expect(findWideRoots(bench.environment)).toEqual([
      { server: 'files', root: bench.home, narrower: [join(bench.home, 'project')] },
    ])
    bench.write('.cursor/mcp.json', '{ half-written')
    expect(findWideRoots(bench.environment)).toEqual([])
  })
})
