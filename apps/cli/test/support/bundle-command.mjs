import { join } from 'node:path'
import { bundle } from '../../../../tools/bundle.mjs'
import { workspacePackages } from '../../../../tools/packages.mjs'
import { FOLDER } from './command.ts'

/** Before all tests: the command as it is published, which starts several times as fast as its sources. */
export default async function bundleCommand() {
  const command = workspacePackages().find(({ folder }) => folder === join(FOLDER, '..'))
  if (command === undefined) throw new Error('the command is no package of this workspace')
  await bundle(command, FOLDER)
}
