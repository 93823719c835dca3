import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the first example of the README does what its comments say', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const program = /^```ts\n(.*?)^```/ms.exec(readme)?.[1] ?? ''
  // Beside the tests, so that the packages are found.
  const folder = mkdtempSync(join(import.meta.dirname, 'readme-'))
  try {
    writeFileSync(join(folder, 'example.ts'), program)
    const run = spawnSync(process.execPath, [join(folder, 'example.ts')], { encoding: 'utf8' })
    const promised = [...program.matchAll(/\/\/ → (.*)$/gm)].map((match) => match[1])
    expect(promised).toHaveLength(5)
    expect({ lines: run.stdout.trim().split('\n'), status: run.status, stderr: run.stderr }).toEqual({
      lines: promised,
      status: 0,
      stderr: '',
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
