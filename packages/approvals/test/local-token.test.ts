import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { openLocalToken, readLocalToken } from '@kvlar/approvals/file'

const fresh = (): string => join(mkdtempSync(join(tmpdir(), 'kvlar-token-')), 'state', 'token')

describe('the local token', () => {
  test('is made once, kept where only its owner reads, and read back', async () => {
    const file = fresh()
    const token = await openLocalToken(file)
    expect(token).toMatch(/^kvlar_[\w-]{43}$/)
    expect(await openLocalToken(file)).toBe(token)
    expect(await readLocalToken(file)).toBe(token)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('processes that make it at the same time end with the same one', async () => {
    const file = fresh()
    const script = `import { openLocalToken } from '@kvlar/approvals/file'; console.log(await openLocalToken(process.argv[1]))`
    const run = promisify(execFile)
    const told = await Promise.all([
      ...Array.from({ length: 3 }, async () =>
        (
          await run(process.execPath, ['--input-type=module', '-e', script, file], {
            cwd: import.meta.dirname,
          })
        ).stdout.trim(),
      ),
      ...Array.from({ length: 10 }, async () => openLocalToken(file)),
    ])
    expect(new Set(told).size).toBe(1)
    expect(readFileSync(file, 'utf8').trim()).toBe(told[0])
    expect(readdirSync(join(file, '..'))).toEqual(['token'])
  })

  test.skipIf(process.platform === 'win32')('is refused while others may read it', async () => {
    const file = fresh()
    await openLocalToken(file)
    chmodSync(file, 0o640)
    await expect(openLocalToken(file)).rejects.toMatchObject({ code: 'APPROVAL_KEY_UNUSABLE' })
    await expect(readLocalToken(file)).rejects.toMatchObject({ code: 'APPROVAL_KEY_UNUSABLE' })
  })

  test('is refused when the file holds something else, and never replaced', async () => {
    const file = fresh()
    await openLocalToken(file)
    for (const content of ['', 'kvlar_short\n', `kvlar_${'x'.repeat(10_000)}`]) {
      writeFileSync(file, content, { mode: 0o600 })
      await expect(openLocalToken(file)).rejects.toMatchObject({ code: 'APPROVAL_KEY_UNUSABLE' })
      expect(readFileSync(file, 'utf8')).toBe(content)
    }
    await expect(readLocalToken(fresh())).rejects.toMatchObject({ code: 'APPROVAL_KEY_UNUSABLE' })
  })
})
