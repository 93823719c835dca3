import { anywhere, folder } from './glob-texts.ts'

/** Password stores, agents' own logins, and Kvlar itself. */
export function programs(): readonly string[] {
  const configured = ['Bitwarden*', '1Password', 'KeePass*', 'keepassxc', 'filezilla', 'FileZilla', 'remmina']
  const mail = ['msmtp', 'mutt', 'neomutt', 'offlineimap', 'isyncrc', 'aerc', 'himalaya']
  const others = ['syncthing', 'weechat', 'restic', 'borg', 'io.datasette.llm', 'goose', 'aichat', 'gopass']
  return [
    ...[...configured, ...mail, ...others].map((name) => folder(`.config/${name}`)),
    ...['.local/share/opencode/auth.json', '.codeium/config.json', '.continue/config.*'].map(anywhere),
    ...['.config/openai.token', '.codex/config.toml', '.claude/settings*.json', '.aider.conf.yml'].map(
      anywhere,
    ),
    ...['.*/mcp.json', 'mcp_config.json', '*mcp_settings.json', '.weechat/**', '.irssi/config'].map(anywhere),
    ...['.local/state/syncthing/**', '.borg/keys/**', '.jupyter/*config.*', 'jupyter/runtime/**'].map(
      anywhere,
    ),
    ...['keyrings', 'kwalletd', 'remmina'].map((name) => folder(`.local/share/${name}`)),
    ...['login.keyring', '*.keyring', '.gnome2/keyrings/**', '.purple/**', '.ethereum/keystore/**'].map(
      anywhere,
    ),
    ...['.bitcoin/**', '.electrum/**', 'recentservers.xml', 'sitemanager.xml', '.claude.json*'].map(anywhere),
    ...['.codex/auth.json', '.gemini/*_creds.json', '.gemini/google_accounts.json'].map(anywhere),
    ...['.gemini/mcp-oauth-tokens*.json', '.gemini/settings.json', '.mcp-auth/**', '.mcp.json'].map(anywhere),
    ...['.cursor/mcp.json', '.vscode/mcp.json', 'claude_desktop_config.json', 'state.vscdb*'].map(anywhere),
    ...['Slack', 'discord', 'Signal'].flatMap((name) => [
      folder(`.config/${name}`),
      folder(`Library/Application Support/${name}`),
      folder(`AppData/Roaming/${name}`),
    ]),
    ...['.kvlar/**', '.local/state/kvlar/**', 'Library/Application Support/kvlar/**'].map(anywhere),
    ...['AppData/Local/kvlar/**', 'reviewer.token', '*.key.json', 'approvals.db*'].map(anywhere),
    // Wherever the state of programs is kept.
    ...['keys', 'approvals', 'audit', 'state'].map((name) => folder(`kvlar/${name}`)),
  ]
}

/** What people and programs have typed, passwords among it. */
export function histories(): readonly string[] {
  return [
    ...['.*_history*', '.*-history', 'fish_history', 'ConsoleHost_history.txt', '.histfile', '.zhistory'].map(
      anywhere,
    ),
    ...['.local/state/bash/history', '.local/share/atuin/**', '.config/nushell/history.*'].map(anywhere),
    ...['.ipython/**/history.sqlite*', '.local/share/nvim/shada/**', '.local/state/nvim/shada/**'].map(
      anywhere,
    ),
    ...['.vim/viminfo', '.local/state/*/history*', '.local/share/*/history*', '.local/state/*_history'].map(
      anywhere,
    ),
    ...['.bash_sessions/**', '.zsh_sessions/**', '.dbshell', '.lesshst', '.viminfo*'].map(anywhere),
  ]
}

/** Profiles with cookies, saved passwords and sessions. */
export function browsers(): readonly string[] {
  const configured = ['google-chrome*', 'chromium*', 'BraveSoftware', 'microsoft-edge*', 'vivaldi*', 'opera*']
  const applications = ['Google/Chrome', 'Chromium', 'Firefox', 'BraveSoftware', 'Microsoft Edge', 'Arc']
  const local = ['Google/Chrome', 'Chromium', 'Microsoft/Edge', 'BraveSoftware', 'Vivaldi']
  return [
    ...configured.flatMap((name) => [folder(`.config/${name}`), folder(`config/${name}/Default`)]),
    ...applications.map((name) => folder(`Library/Application Support/${name}`)),
    ...local.map((name) => folder(`AppData/Local/${name}`)),
    ...['AppData/Roaming/Mozilla/**', 'AppData/Roaming/Thunderbird/**', 'AppData/Roaming/Opera*/**'].map(
      anywhere,
    ),
    ...['.mozilla/**', '.thunderbird/**', '.librewolf/**', 'Library/Safari/**', 'Library/Cookies/**'].map(
      anywhere,
    ),
    ...['key[34].db', 'logins.json', 'cookies.sqlite*', 'Login Data*', 'Default/Cookies*'].map(anywhere),
    ...['Network/Cookies*', 'Profile */Cookies*', 'Default/Web Data*', 'Local State'].map(anywhere),
  ]
}
