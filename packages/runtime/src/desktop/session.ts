/** The programs of a desktop that a person sits at. */
export type Desktop = 'linux' | 'mac' | 'windows'

/**
 * The desktop of this process; undefined where nobody sits at one: in CI, over ssh, in a container. What is started for
 * a person there would hang, or be seen by nobody.
 */
export function desktopSession(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): Desktop | undefined {
  const isSet = (name: string): boolean => (env[name] ?? '') !== ''
  if (isSet('CI') && env['CI'] !== 'false' && env['CI'] !== '0') return undefined
  const isRemote = isSet('SSH_CONNECTION') || isSet('SSH_TTY')
  if (platform === 'darwin') return isRemote ? undefined : 'mac'
  if (platform === 'win32') return isRemote || env['SESSIONNAME'] === 'Services' ? undefined : 'windows'
  return isSet('DISPLAY') || isSet('WAYLAND_DISPLAY') ? 'linux' : undefined
}
