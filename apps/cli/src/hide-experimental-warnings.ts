/**
 * Leaves out what older lines of Node say of `node:sqlite`, which stands in the way of every message on standard error
 * and which nobody who runs the command can change. Other warnings are shown as they are.
 */
export function hideExperimentalWarnings(): void {
  // Node shows none at all when it was told so.
  if (process.listenerCount('warning') === 0) return
  process.removeAllListeners('warning')
  process.on('warning', ({ name, message }) => {
    if (name !== 'ExperimentalWarning') process.stderr.write(`${name}: ${message}\n`)
  })
}
