import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** The blocks of a section of a page that runs as it stands, as one program. */
function programOf(page: string, heading: string): string {
  const text = readFileSync(join(import.meta.dirname, page), 'utf8')
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''
  return [...section.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => match[1] ?? '').join('\n')
}

test.each([
  ['../README.md', 'In 60 seconds', 4],
  ['../../../docs/gate.md', '`Gate`', 2],
])('the example of %s does what its comments say', (page, heading, lines) => {
  const program = programOf(page, heading)
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
    expect(promised).toHaveLength(lines)
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
