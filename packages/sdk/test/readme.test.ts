import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** The blocks of a section that runs as it stands, as one program. */
function programOf(heading: string): string {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const section = readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''
  return [...section.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => match[1] ?? '').join('\n')
}

test('the first example of the README does what its comments say', () => {
  const program = programOf('In 60 seconds')
  // Beside the tests, so that the packages are found; its files go to a folder of their own.
  const source = mkdtempSync(join(import.meta.dirname, 'readme-'))
  const cwd = mkdtempSync(join(tmpdir(), 'kvlar-readme-'))
  try {
    writeFileSync(join(source, 'example.ts'), program)
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(source, 'example.ts')], {
      cwd,
      encoding: 'utf8',
    })
    const promised = [...program.matchAll(/\/\/ → (.*)$/gm)].map((match) => match[1])
    expect(promised).toHaveLength(4)
    expect({ lines: stdout.trim().split('\n'), status, stderr: status === 0 ? '' : stderr }).toEqual({
      lines: promised,
      status: 0,
      stderr: '',
    })
  } finally {
    rmSync(source, { recursive: true, force: true })
    rmSync(cwd, { recursive: true, force: true })
  }
})
