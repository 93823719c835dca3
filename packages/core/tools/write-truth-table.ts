import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderTruthTable } from './render-truth-table.ts'

writeFileSync(join(import.meta.dirname, '../../../docs/truth-table.md'), renderTruthTable())
