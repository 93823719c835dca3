import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newUser, pending } from './support/user.ts'

/** The first example of the README, as it stands. */
function example(): string {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  return /^```ts\n(.*?)^```/ms.exec(readme)?.[1] ?? ''
}

test('ten lines of agent code: the default policy holds the call, and a person decides it with the command', async () => {
  const user = newUser()
  // Beside the tests, so that the packages are found.
  const folder = mkdtempSync(join(import.meta.dirname, 'readme-'))
  try {
    const program = join(folder, 'example.ts')
    writeFileSync(program, example())
    expect(
      example()
        .trim()
        .split('\n')
        .filter((line) => line !== '').length,
    ).toBeLessThanOrEqual(10)
    expect(user.kvlar('init').status).toBe(0)

    const agent = user.start(program)
    const { id, resource } = await pending(user)
    expect(resource).toBe('issue_refund')
    expect(agent.lines).toEqual([])
    expect(user.kvlar('approvals', 'approve', id).status).toBe(0)

    expect(await agent.exit).toBe(0)
    expect(agent.lines).toEqual([...example().matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line))
    const verified = user.kvlar('audit', 'verify')
    expect(verified.out).toMatch(/\nintact: \d chains?, /)
    const { out } = user.kvlar('audit', 'tail', '--json', '--lines', '100')
    const entries = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string })
    expect(entries.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['genesis', 'policy', 'decided', 'approval', 'result', 'close']),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
    user.remove()
  }
})
