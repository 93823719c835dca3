'use strict'
/* Runs a script of this checkout under the right Node, with its stdio, signals and exit code handed through. */
const childProcess = require('child_process')
const os = require('os')
const { setup, say } = require('./setup.cjs')

/**
 * Sets the checkout up, then runs what `choose(checkout)` returns as [script, ...args] and exits with its code.
 * `tools: true` puts the checkout's own tools on the child's PATH; the kvlar command gets the environment as it is,
 * because it hands that on to the servers it starts.
 */
module.exports = function launch(options, choose) {
  let checkout
  try {
    checkout = setup(options)
  } catch (error) {
    say('failed: ' + error.message)
    process.exit(1)
  }
  const child = childProcess.spawn(checkout.node, choose(checkout), {
    stdio: 'inherit',
    env: options.tools ? checkout.env : process.env,
  })
  ;['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.on(signal, () => child.kill(signal)))
  child.on('error', function (error) {
    say('could not start Node: ' + error.message)
    process.exit(1)
  })
  child.on('exit', (code, signal) =>
    process.exit(code === null ? 128 + (os.constants.signals[signal] || 0) : code),
  )
}
