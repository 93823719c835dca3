import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { workspacePackages } from '../packages.mjs'

const IMPORTED = /^import (type )?\{([^}]*)\} from '(@kvlar\/[^']+)'$/gm
const HANDED_ON = /^export \{([^}]*)\} from '([^']+)'$/gm
const OUR_SOURCES = /[\\/](?:packages|apps)[\\/][^\\/]+[\\/]src[\\/].*\.ts$/

/**
 * Takes what is imported through a door of our packages from the module that has it. A door leads to all that its
 * package offers, and whoever goes through it loads all of that: every verb would carry what only others need.
 * @param before what is to stand before the source of a file
 */
export const pastDoors = (before = (_file) => '') => ({
  name: 'past-doors',
  setup: ({ onLoad }) => {
    const find = findBehind(doorFiles())
    onLoad({ filter: OUR_SOURCES }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const contents = source.replace(IMPORTED, (_line, isType, names, door) =>
        (isType ? [] : namesOf(names))
          .map(({ name, as }) => {
            const there = find(door, name)
            return `import { ${there.name} as ${as} } from ${JSON.stringify(there.file)}`
          })
          .join('\n'),
      )
      return { contents: before(path) + contents, loader: 'ts' }
    })
  },
})

/** The file of every door, by what it is imported as. */
function doorFiles() {
  return new Map(
    workspacePackages().flatMap(({ folder, manifest }) =>
      Object.entries(manifest.exports).map(([door, file]) => [
        door.replace(/^\./, manifest.name),
        join(folder, file),
      ]),
    ),
  )
}

/** Finds the module behind a door that has a value, and what the value is called there. */
function findBehind(doors) {
  const behind = new Map([...doors].map(([door, file]) => [door, valuesHandedOn(file)]))
  return function find(door, name) {
    const there = behind.get(door)?.get(name)
    // What a door has itself is taken from there.
    if (there === undefined) return { file: doors.get(door) ?? door, name }
    return doors.has(there.from)
      ? find(there.from, there.name)
      : { file: resolve(dirname(doors.get(door)), there.from), name: there.name }
  }
}

function valuesHandedOn(file) {
  return new Map(
    [...readFileSync(file, 'utf8').matchAll(HANDED_ON)].flatMap(([, names, from]) =>
      namesOf(names).map(({ name, as }) => [as, { from, name }]),
    ),
  )
}

/** The values of a list in braces, each by the name that it has and the one that it is given. */
function namesOf(list) {
  return list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && !one.startsWith('type '))
    .map((one) => {
      const [name, as = name] = one.split(' as ')
      return { name, as }
    })
}
