import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { renderTruthTable } from '../../tools/render-truth-table.ts'

test('docs/truth-table.md says what the engine does', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/truth-table.md'), 'utf8')
  expect(page).toBe(renderTruthTable())
})
