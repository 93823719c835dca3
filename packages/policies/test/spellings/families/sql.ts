/** What each family does, in the words of one dialect; `T` stands for a granted table. */
interface Family {
  readonly dialect: 'postgres' | 'mysql' | 'sqlite' | 'any'
  readonly statements: readonly string[]
}

const POSTGRES_FUNCTIONS =
  "pg_read_file('/etc/passwd') pg_ls_dir('/') pg_sleep(1e9) lo_import('/etc/passwd') lo_export(1,'/tmp/x') " +
  "dblink('host=evil','select_1') dblink_exec('host=evil','drop') query_to_xml('delete',true,true,'') " +
  "set_config('role','postgres',false) nextval('s') setval('s',1) pg_terminate_backend(1) pg_advisory_lock(1) " +
  "pg_reload_conf() ts_stat('select_1') cursor_to_xml('c',1,true,true,'') purge(1) app.purge(1) generate_series(1,1e9)"
const MYSQL_FUNCTIONS =
  "LOAD_FILE('/etc/passwd') SLEEP(1e9) BENCHMARK(1e9,MD5('a')) GET_LOCK('a',1e9) purge(1) shop.purge(1) SYS_EVAL('id')"
const SQLITE_FUNCTIONS =
  "load_extension('x') readfile('/etc/passwd') writefile('/tmp/x','y') edit('x') purge(1) fts3_tokenizer('x')"

/** Where a function can stand in a statement that reads or changes. */
const CALLS: readonly ((call: string) => string)[] = [
  (call) => `SELECT ${call}`,
  (call) => `SELECT a, (SELECT ${call}) FROM T`,
  (call) => `SELECT a FROM T WHERE ${call} = 1`,
  (call) => `SELECT CASE WHEN a = 1 THEN ${call} END FROM T`,
  (call) => `SELECT a FROM T ORDER BY ${call}`,
  (call) => `WITH x AS (SELECT ${call} AS b) SELECT b FROM x`,
  (call) => `SELECT count(*) FROM T GROUP BY a HAVING ${call} = 1`,
  (call) => `SELECT a FROM T JOIN T AS u ON ${call} = u.a`,
  (call) => `SELECT a FROM T UNION ALL SELECT ${call}`,
  (call) => `EXPLAIN SELECT ${call}`,
  (call) => `VALUES (${call})`,
  (call) => `SELECT coalesce(lower(${call}), 'x')`,
  (call) => `SELECT ${call.toUpperCase()}`,
  (call) => `SELECT ${call.replace('(', ' /* x */ (')}`,
  (call) => `SELECT ${call.replace('(', '\n\t(')}`,
  (call) => `SELECT "${call.replace('(', '"(')}`,
  (call) => `INSERT INTO T (a) VALUES (${call})`,
  (call) => `UPDATE T SET a = ${call} WHERE id = 1`,
  (call) => `DELETE FROM T WHERE a = ${call}`,
]

const calling = (functions: string): readonly string[] =>
  functions.split(' ').flatMap((call) => CALLS.map((write) => write(call)))

const HARMFUL = [
  'DROP TABLE T',
  'TRUNCATE TABLE T',
  'ALTER TABLE T ADD b int',
  'DELETE FROM T',
  'UPDATE T SET a = 1',
  'GRANT ALL ON T TO PUBLIC',
  "COPY T TO PROGRAM 'id'",
  'CREATE USER evil',
  'SET ROLE postgres',
  "ATTACH DATABASE '/tmp/x' AS y",
  'CALL purge()',
  'VACUUM',
]

/** Ways to let a statement ride on another one, or hide what it is. */
const RIDES: readonly ((statement: string) => string)[] = [
  (statement) => statement,
  (statement) => statement.toLowerCase(),
  (statement) => `/* x */ ${statement}`,
  (statement) => `-- x\n${statement}`,
  (statement) => statement.replace(' ', '\u00a0'),
  (statement) => statement.replace(' ', '/**/'),
  (statement) => `SELECT 1; ${statement}`,
  (statement) => `SELECT 1;${statement};--`,
  (statement) => `SELECT 1 /* ' */ ; ${statement}; /* ' */`,
  (statement) => `SELECT 1 -- '\n; ${statement}; -- '`,
  (statement) => `SELECT '\\'; ${statement}; --'`,
  (statement) => `SELECT E'\\'; ${statement}; --'`,
  (statement) => `SELECT $$'$$; ${statement}; --'`,
  (statement) => `SELECT 1 /*!50000 ; ${statement} */`,
  (statement) => `SELECT 1 # '\n; ${statement}; # '`,
  (statement) => `INSERT INTO T (a) VALUES (1); ${statement}`,
  (statement) => `CREATE TABLE b (c int); ${statement}`,
  (statement) => `BEGIN; ${statement}; COMMIT`,
  (statement) => `EXPLAIN ANALYZE ${statement}`,
  (statement) => `WITH x AS (${statement} RETURNING *) SELECT * FROM x`,
  (statement) => `WITH x AS (SELECT 1) ${statement}`,
  (statement) => `PREPARE p AS ${statement}`,
  (statement) => `DO '${statement.replaceAll("'", "''")}'`,
]

/** Reads of what is not granted: `S` stands for a table of the system or of another schema. */
const READS: readonly ((table: string) => string)[] = [
  (table) => `SELECT * FROM ${table}`,
  (table) => `TABLE ${table}`,
  (table) => `SELECT * FROM T, ${table}`,
  (table) => `SELECT * FROM T JOIN ${table} AS o ON true`,
  (table) => `SELECT (SELECT a FROM ${table} LIMIT 1) FROM T`,
  (table) => `SELECT * FROM T WHERE a IN (SELECT a FROM ${table})`,
  (table) => `WITH x AS (SELECT * FROM ${table}) SELECT * FROM x`,
  (table) => `SELECT * FROM T UNION SELECT * FROM ${table}`,
  (table) => `SELECT * FROM /* T */ ${table.toUpperCase()}`,
  (table) => `EXPLAIN SELECT * FROM ${table}`,
  (table) => `INSERT INTO T SELECT * FROM ${table}`,
  (table) => `UPDATE ${table} SET a = 1 WHERE id = 1`,
  (table) => `DELETE FROM ${table} WHERE id = 1`,
]

/** The same to a database. */
const SPACED: readonly ((statement: string) => string)[] = [
  (statement) => statement,
  (statement) => statement.replaceAll(' ', '\n/* T */ '),
  (statement) => ` ${statement.toLowerCase().replaceAll(/\bt\b/g, 'T')} ;`,
]

const spaced = (statements: readonly string[]): readonly string[] =>
  statements.flatMap((statement) => SPACED.map((space) => space(statement)))

const reading = (tables: string): readonly string[] =>
  spaced(tables.split(' ').flatMap((table) => READS.map((write) => write(table))))

export const SQL_FAMILIES: Readonly<Record<string, Family>> = {
  'functions of PostgreSQL': { dialect: 'postgres', statements: calling(POSTGRES_FUNCTIONS) },
  'functions of MySQL': { dialect: 'mysql', statements: spaced(calling(MYSQL_FUNCTIONS)) },
  'functions of SQLite': { dialect: 'sqlite', statements: spaced(calling(SQLITE_FUNCTIONS)) },
  'statements that ride on another': {
    dialect: 'any',
    statements: HARMFUL.flatMap((statement) => RIDES.map((ride) => ride(statement))),
  },
  'tables of PostgreSQL': {
    dialect: 'postgres',
    statements: reading(
      'secret.keys "secret"."keys" pg_shadow pg_authid pg_catalog.pg_authid pg_catalog."pg_shadow" ' +
        'pg_hba_file_rules pg_stat_activity pg_largeobject pg_user_mappings PUBLIC2.users pg_temp.users db.secret.keys',
    ),
  },
  'tables of MySQL': {
    dialect: 'mysql',
    statements: reading(
      'mysql.user `mysql`.`user` mysql.db performance_schema.threads sys.session Mysql.User a.mysql.user',
    ),
  },
  'settings of PostgreSQL': {
    dialect: 'postgres',
    statements: spaced(
      'all|pgrst.jwt_secret|"app.settings.jwt_secret"|app.key|"all"|hba_file|ssl_key_file|primary_conninfo|archive_command|data_directory|config_file|listen_addresses|krb_server_keyfile|ssl_passphrase_command|session_authorization'
        .split('|')
        .flatMap((setting) =>
          ['SHOW', 'show', 'SHOW\n', 'SHOW /* x */'].flatMap((show) => [
            `${show} ${setting}`,
            `${show} ${setting};`,
            `${show} ${setting.toUpperCase()}`,
          ]),
        ),
    ),
  },
  'views of PostgreSQL with passwords': {
    dialect: 'postgres',
    statements: reading(
      'pg_roles pg_catalog.pg_roles pg_user information_schema.user_mapping_options information_schema._pg_user_mappings ' +
        'information_schema.foreign_server_options information_schema._pg_foreign_servers INFORMATION_SCHEMA.USER_MAPPINGS pg_db_role_setting pg_settings',
    ),
  },
  'views of MySQL with statements and settings of others, and rows without end': {
    dialect: 'mysql',
    statements: reading(
      'information_schema.processlist information_schema.PROCESSLIST INFORMATION_SCHEMA.SYSTEM_VARIABLES information_schema.query_cache_info ' +
        'information_schema.user_privileges information_schema.innodb_trx seq_1_to_1000000000 Seq_1_to_9_step_2 shop.seq_1_to_10 `seq_0_to_99999999`',
    ),
  },
  'tables of SQLite that are functions': {
    dialect: 'sqlite',
    statements: reading(
      'fsdir zipfile wholenumber generate_series FsDir "fsdir" [zipfile] main.fsdir main."wholenumber" json_each bytecode tables_used carray vfsstat',
    ),
  },
  'tables of SQLite': {
    dialect: 'sqlite',
    statements: reading(
      'other.items "other".items other.sqlite_master temp.items sqlite_sequence sqlite_stat1',
    ),
  },
}
