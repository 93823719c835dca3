import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectThat, run } from './project.mjs'

const RESOLUTIONS = [
  { module: 'node16', moduleResolution: 'node16' },
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
]

/** Holds the types of what is installed, and a program that uses them, under `strict`, in every way to find modules. */
export function checkTypes(place, files) {
  for (const resolution of RESOLUTIONS) {
    const compilerOptions = {
      ...resolution,
      target: 'es2024',
      lib: ['es2024', 'dom', 'esnext.disposable'],
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    }
    writeFileSync(join(place.cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
    const ran = run(place, ['tsc', '-p', '.', '--pretty', 'false'])
    expectThat(`its types hold with ${resolution.moduleResolution}`, ran.status === 0, ran)
  }
}
