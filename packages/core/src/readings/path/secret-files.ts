/**
 * `$secret_files`: where credentials, private keys and private histories lie by the habits of systems and programs.
 * Every glob begins with `**` and a slash, so that relative paths can be judged. A list of known places: what keeps its secrets
 * under a name of its own is not in it, and whatever is below a folder named here is.
 */
export const SECRET_FILES: readonly string[] = Object.freeze([
  ...environments(),
  ...keys(),
  ...logins(),
  ...clouds(),
  ...programs(),
  ...histories(),
  ...browsers(),
  ...systems(),
  // Public halves of keys and certificate requests.
  '!**/*.pub',
])

/** Everything named like an environment file, editors' and people's copies too, but for the forms that are published. */
function environments(): readonly string[] {
  const published = ['example', 'sample', 'template', 'dist', 'schema']
  return [
    '**/.env*',
    '**/#.env*',
    '**/.#.env*',
    '**/..env.sw?',
    '**/.envs/**',
    ...['prod', 'production', 'staging', 'local', 'dev', 'development', 'docker', 'app'].map(
      (stage) => `**/${stage}.env`,
    ),
    ...['secrets.env', 'credentials.env', '.dev.vars*', '.flaskenv'].map(anywhere),
    ...['env.production', 'env.prod', 'env.staging', 'env.local'].map(anywhere),
    ...published.flatMap((form) => [`!**/.env*.${form}`, `!**/.env-${form}`, `!**/.env_${form}`]),
    '!**/.envoy*',
    '!**/.environment',
  ]
}

/** Private keys by what they are called, with the endings that copies get. */
function keys(): readonly string[] {
  const copies = ['', '~', '.bak', '.bak1', '.old', '.orig', '.save', '.swp']
  const kinds = [
    'pem',
    'key',
    'p8',
    'p12',
    'pfx',
    'pkcs12',
    'jks',
    'keystore',
    'kdb',
    'kdbx',
    'ppk',
    'keytab',
  ]
  return [
    ...kinds.flatMap((kind) => copies.map((copy) => `**/?*.${kind}${copy}`)),
    ...['id_rsa*', 'id_dsa*', 'id_ecdsa*', 'id_ed25519*', 'identity.asc', 'secring.gpg*'].map(anywhere),
    ...['*.agilekeychain/**', '*.opvault/**', '*.keychain', '*.keychain-db', '*.ovpn', 'wallet.dat'].map(
      anywhere,
    ),
    ...[
      '.ssh/**',
      '.ssh.*/**',
      '.ssh-*/**',
      '.ssh_*/**',
      '.gnupg/**',
      '.password-store/**',
      '.age/**',
      '.pki/**',
    ].map(anywhere),
    ...['authorized_keys*', 'ssh_host_*_key*', '*.mobileprovision', 'keystore.properties'].map(anywhere),
    ...['deploy_key', 'deploy_key.*', 'private_key', 'private_key.*', 'privatekey', 'wg[0-9].conf'].map(
      anywhere,
    ),
    ...['key.properties', '*-firebase-adminsdk-*.json', 'android/local.properties'].map(anywhere),
  ]
}

/** Names and passwords for one program or many. */
function logins(): readonly string[] {
  const files = ['secrets', '.secrets', 'credentials', '.credentials']
  const forms = ['json', 'json5', 'yaml', 'yml', 'toml', 'ini', 'xml', 'csv', 'txt', 'properties']
  return [
    ...files.flatMap((file) => forms.map((form) => `**/${file}.${form}`)),
    ...['.secrets', '.credentials', 'credentials*.json', 'client_secret*.json', 'oauth_creds.json'].map(
      anywhere,
    ),
    ...['service-account*.json', 'service_account*.json', 'serviceAccount*.json'].map(anywhere),
    ...['token', 'password', 'passwords'].flatMap((file) =>
      ['json', 'txt', 'csv'].map((form) => `**/${file}.${form}`),
    ),
    ...['aws_credentials', '*_credentials.json', '*-credentials.json', '*_credentials.csv'].map(anywhere),
    ...['rootkey.csv', '*accessKeys.csv', '*access_keys.csv', 'initialAdminPassword', '.sentryclirc'].map(
      anywhere,
    ),
    ...['.yarnrc.yml', 'pip.conf', 'pip.ini', '.config/pypoetry/auth.toml', 'NuGet.Config'].map(anywhere),
    ...['nuget.config', '.git/config', '.gitconfig.local', 'sasl_passwd*'].map(anywhere),
    ...['.netrc*', '_netrc*', '.authinfo*', '.git-credentials*', 'git/credentials*'].map(anywhere),
    ...['.pgpass*', 'pgpass.conf', '.my.cnf*', '.mylogin.cnf*', '.mongorc.js', '.htpasswd*'].map(anywhere),
    ...['.msmtprc*', '.fetchmailrc*', '.smbcredentials*', '.passwd-s3fs', '.vault_pass*'].map(anywhere),
    ...['.npmrc*', '.pypirc*', '.gem/credentials', '.cargo/credentials*', 'composer/auth.json'].map(anywhere),
    ...['.composer/auth.json', '.m2/settings*.xml', '.gradle/gradle.properties', '.sbt/.credentials'].map(
      anywhere,
    ),
    ...['.vnc/passwd*', '.Xauthority*', '.ICEauthority', 'krb5cc_*', '.rhosts', '.bundle/config'].map(
      anywhere,
    ),
  ]
}

/** What the command lines of clouds, forges and platforms keep. */
function clouds(): readonly string[] {
  const folders = ['.aws', '.azure', '.kube', '.oci', '.aliyun', '.bluemix', '.snowflake', '.snowsql', '.fly']
  const configured = ['gcloud', 'gh', 'glab-cli', 'hub', 'op', 'rclone', 'doctl', 'heroku', 'configstore']
  const others = [
    'sops',
    'age',
    'stripe',
    'ngrok',
    'netlify',
    'github-copilot',
    'containers',
    'solana',
    'scw',
    'hcloud',
    'helm/registry',
  ]
  return [
    ...folders.map(folder),
    ...[...configured, ...others].map((name) => folder(`.config/${name}`)),
    ...['.config/hub', '.boto', '.s3cfg*', '.databrickscfg*', '.vault-token*', '.terraformrc*'].map(anywhere),
    ...['terraform.rc', '.terraform.d/**', '*.tfstate', '*.tfstate.*', '*.tfvars', '*.tfvars.json'].map(
      anywhere,
    ),
    ...['.docker/config.json*', '.docker/contexts/**', '.docker/trust/**', '.dockercfg*'].map(anywhere),
    ...['kubeconfig', '*.kubeconfig', '.ngrok2/**', '.netlify/**', '.railway/**', '.chef/**'].map(anywhere),
    ...['.circleci/cli.yml', '.supabase/access-token', 'openstack/clouds.yaml', 'clouds.yaml'].map(anywhere),
    ...['secure.yaml', '.cache/huggingface/token', '.huggingface/token', '.kaggle/kaggle.json'].map(anywhere),
    ...['containers/auth.json', '.cloudflared/**', '*.bak/credentials', '.aws.*/credentials'].map(anywhere),
    ...['com.vercel.cli/**', 'AppData/Roaming/gcloud/**', 'AppData/Roaming/GitHub CLI/**'].map(anywhere),
  ]
}

/** Password stores, agents' own logins, and Kvlar itself. */
function programs(): readonly string[] {
  const configured = ['Bitwarden*', '1Password', 'KeePass*', 'keepassxc', 'filezilla', 'FileZilla', 'remmina']
  return [
    ...configured.map((name) => folder(`.config/${name}`)),
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
    ...['AppData/Local/kvlar/**', 'reviewer.token'].map(anywhere),
  ]
}

/** What people and programs have typed, passwords among it. */
function histories(): readonly string[] {
  return [
    ...['.*_history*', '.*-history', 'fish_history', 'ConsoleHost_history.txt', '.histfile', '.zhistory'].map(
      anywhere,
    ),
    ...['.local/state/bash/history', '.local/share/atuin/**', '.config/nushell/history.*'].map(anywhere),
    ...['.bash_sessions/**', '.zsh_sessions/**', '.dbshell', '.lesshst', '.viminfo*'].map(anywhere),
  ]
}

/** Profiles with cookies, saved passwords and sessions. */
function browsers(): readonly string[] {
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

/** What systems keep of their users, and what processes show of themselves. */
function systems(): readonly string[] {
  const ofProcess = ['environ', 'mem', 'maps', 'smaps', 'auxv', 'cmdline', 'stack', 'syscall', 'pagemap']
  const reaching = ['root', 'cwd', 'exe', 'fd', 'fdinfo', 'task', 'map_files']
  return [
    ...ofProcess.map((name) => `**/proc/*/${name}`),
    ...reaching.map((name) => folder(`proc/*/${name}`)),
    ...['proc/kcore', 'dev/mem', 'dev/kmem', 'dev/fd/**', 'run/secrets/**', 'kubelet/pods/**'].map(anywhere),
    ...['etc/shadow*', 'etc/gshadow*', 'etc/sudoers*', 'etc/sudoers.d/**', 'etc/master.passwd'].map(anywhere),
    ...['etc/security/opasswd', 'etc/ssl/private/**', 'etc/wireguard/**', 'etc/ppp/*-secrets'].map(anywhere),
    ...['etc/NetworkManager/system-connections/**', 'etc/kubernetes/**', 'wpa_supplicant*.conf'].map(
      anywhere,
    ),
    ...['etc/letsencrypt/**', 'etc/openvpn/**', 'etc/rancher/**', 'Library/Keychains/**'].map(anywhere),
    ...['Credentials', 'Protect', 'Vault', 'Crypto'].map((name) => folder(`AppData/*/Microsoft/${name}`)),
    ...['AppData/*/Credentials/**', 'NTUSER.DAT*', 'ntds.dit', 'Windows/Panther/**'].map(anywhere),
    ...['SAM', 'SECURITY', 'SYSTEM'].map((hive) => `**/System32/config/${hive}*`),
    ...['dev/sd[a-z]*', 'dev/nvme[0-9]*', 'dev/vd[a-z]*', 'dev/xvd[a-z]*', 'dev/mapper/**'].map(anywhere),
    ...['dev/disk/**', 'etc/mysql/debian.cnf', 'etc/ipsec.secrets', 'etc/swanctl/private/**'].map(anywhere),
    ...['var/lib/rancher/**/token', 'var/lib/rancher/**/node-token', 'var/lib/samba/private/**'].map(
      anywhere,
    ),
    ...['var/lib/cloud/instance/user-data*', 'var/lib/cloud/instances/*/user-data*'].map(anywhere),
    ...['Windows/repair/**', 'unattend.xml', 'sysprep.inf', '.vault/**'].map(anywhere),
  ]
}

function anywhere(glob: string): string {
  return `**/${glob}`
}

/** The folder itself and everything below it. */
function folder(glob: string): string {
  return `**/${glob}/**`
}
