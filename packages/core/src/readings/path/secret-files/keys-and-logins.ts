import { anywhere } from './glob-texts.ts'

/** Private keys by what they are called, with the endings that copies get. */
export function keys(): readonly string[] {
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
    ...['key.txt', '*age-key*.txt', 'google-services.json', 'GoogleService-Info.plist'].map(anywhere),
    ...['key.properties', '*-firebase-adminsdk-*.json', 'android/local.properties'].map(anywhere),
  ]
}

/** Names and passwords for one program or many. */
export function logins(): readonly string[] {
  const files = ['secrets', '.secrets', 'credentials', '.credentials']
  const forms = ['json', 'json5', 'yaml', 'yml', 'toml', 'ini', 'xml', 'csv', 'txt', 'properties']
  const sheets = ['xlsx', 'xls', 'ods', 'docx', 'odt', 'rtf', 'pdf', 'numbers']
  const codes = ['recovery?codes', 'backup?codes', 'recoverycodes', 'backupcodes']
  return [
    ...files.flatMap((file) => forms.map((form) => `**/${file}.${form}`)),
    ...sheets.map((form) => `**/passwords.${form}`),
    ...codes.flatMap((name) =>
      ['txt', 'csv', 'pdf', 'png', 'jpg', 'docx'].map((form) => `**/*${name}*.${form}`),
    ),
    ...['password', 'passwd', 'token', 'key', 'secret'].flatMap((word) =>
      ['', '.txt'].map((form) => `**/secrets/*${word}${form}`),
    ),
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
    ...['nuget.config', '.git/config', '.gitconfig*', '.config/git/config', 'sasl_passwd*'].map(anywhere),
    ...['.netrc*', '_netrc*', '.authinfo*', '.git-credentials*', 'git/credentials*'].map(anywhere),
    ...['.pgpass*', 'pgpass.conf', '.my.cnf*', '.mylogin.cnf*', '.mongorc.js', '.htpasswd*'].map(anywhere),
    ...['.subversion/auth/**', '.curlrc*', '_curlrc', '.wgetrc*', '.muttrc*', '.neomuttrc*', '.mutt/**'].map(
      anywhere,
    ),
    ...['.mbsyncrc*', '.offlineimaprc*', '.getmail/**', '.edgerc*', '.b2_account_info', '.pulumi/**'].map(
      anywhere,
    ),
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
