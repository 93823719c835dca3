import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderTexts } from './render-texts.ts'

const root = join(import.meta.dirname, '..')
writeFileSync(join(root, 'src', 'texts.ts'), renderTexts(join(root, 'policies')))
