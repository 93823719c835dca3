/** What a program of a desktop needs to find its user, their language, their screen and their settings. */
const KEPT = {
  posix:
    /^(?:HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XMODIFIERS|GTK_IM_MODULE|QT_IM_MODULE|DBUS_SESSION_BUS_ADDRESS|DESKTOP_SESSION|GNOME_DESKTOP_SESSION_ID|KDE_FULL_SESSION|KDE_SESSION_VERSION|XDG_\w+|__CF_USER_TEXT_ENCODING)$/,
  windows:
    /^(?:SYSTEMROOT|SYSTEMDRIVE|WINDIR|USERPROFILE|USERNAME|USERDOMAIN|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|ALLUSERSPROFILE|PUBLIC|PROGRAMFILES|PROGRAMFILES\(X86\)|PROGRAMW6432|COMMONPROGRAMFILES|COMMONPROGRAMFILES\(X86\)|TEMP|TMP|SESSIONNAME)$/,
} as const

/**
 * The environment of a program of the system: scripts among them (`xdg-open`) look up others by `PATH`, and variables
 * such as `LD_PRELOAD`, `NODE_OPTIONS`, `BROWSER` and `PSModulePath` name programs too. No secret of Kvlar is in it.
 */
export function systemEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  folders: readonly string[],
): Readonly<Record<string, string>> {
  const isWindows = platform === 'win32'
  const kept = isWindows ? KEPT.windows : KEPT.posix
  const passed: Record<string, string> = {}
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && kept.test(isWindows ? name.toUpperCase() : name)) passed[name] = value
  return { ...passed, PATH: folders.join(isWindows ? ';' : ':') }
}
