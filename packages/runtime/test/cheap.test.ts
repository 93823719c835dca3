import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Every module that is loaded by a program which imports this. */
function loadedBy(specifier: string): readonly string[] {
  const folder = mkdtempSync(join(import.meta.dirname, 'loaded-'))
  try {
    const hook = join(folder, 'hook.mjs')
    writeFileSync(
      hook,
      `import { registerHooks } from 'node:module'
registerHooks({ load: (url, context, next) => { console.log(url); return next(url, context) } })`,
    )
    const program = join(folder, 'program.mjs')
    writeFileSync(program, `import '${specifier}'`)
    const { stdout, status, stderr } = spawnSync(process.execPath, ['--import', hook, program], {
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stderr)
    return stdout.trim().split('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('importing it loads no server, no Redis, no database, no keys and no writer of records', () => {
  const rare =
    /ioredis|fastify|@noble\/(?:curves|post-quantum)|\/(?:approvals\/src\/(?:http|sqlite|webhook|file)|audit\/src\/file|crypto\/src|redis\/src|policies\/src\/texts)\//
  expect(loadedBy('@kvlar/runtime').filter((url) => rare.test(url))).toEqual([])
})

test('what is loaded only when it is needed is seen where it is', () => {
  expect(loadedBy('@kvlar/crypto').some((url) => url.includes('/crypto/src/'))).toBe(true)
})
