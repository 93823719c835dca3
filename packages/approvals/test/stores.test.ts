import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { createMemoryStore } from '@kvlar/approvals'
import { openSqliteStore } from '@kvlar/approvals/sqlite'
import { describeStore } from './store-contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'kvlar-approvals-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeStore('the queue in memory', { open: async () => createMemoryStore(), isShared: false })
describeStore('the queue on SQLite', {
  open: (name) => openSqliteStore(join(folder, `${name}.db`)),
  isShared: true,
})
