import { builtinModules } from 'node:module'

const BUILTIN = new Set(builtinModules)
const NAME = /^[A-Za-z_$][\w$]*$/

/**
 * Takes Node's own modules as `process.getBuiltinModule` hands them out. An `import` of one makes Node read every export
 * that it has, and some of them load further modules (`node:util` opens the standard streams, `node:fs` loads its own):
 * a fifth of the time that a short command takes. Dependencies that call `require` for them need none of their own then.
 */
export const nodeModulesAsTheyAre = {
  name: 'node-modules-as-they-are',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /./ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '')
      if (name === path && !BUILTIN.has(name)) return undefined
      // What is loaded on demand is loaded by Node itself, which knows what only newer lines have.
      if (kind === 'dynamic-import') return { path, external: true }
      return { path: `node:${name}`, namespace: kind === 'require-call' ? 'node-required' : 'node-imported' }
    })
    onLoad({ filter: /./, namespace: 'node-required' }, ({ path }) => ({
      contents: `module.exports = ${wholeModule(path)}`,
      loader: 'js',
    }))
    onLoad({ filter: /./, namespace: 'node-imported' }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path)).filter((name) => NAME.test(name))
      // Marked as pure, so that only those are read that somebody imports.
      const exported = names
        .filter((name) => name !== 'default')
        .map((name) => `const $${name} = /* @__PURE__ */ read(${JSON.stringify(name)})`)
      const list = names.filter((name) => name !== 'default').map((name) => `$${name} as ${name}`)
      return {
        contents: [
          `const whole = /* @__PURE__ */ (() => ${wholeModule(path)})()`,
          'const read = (name) => whole[name]',
          ...exported,
          `export { whole as default, ${list.join(', ')} }`,
        ].join('\n'),
        loader: 'js',
      }
    })
  },
}

const wholeModule = (path) => `process.getBuiltinModule(${JSON.stringify(path)})`
