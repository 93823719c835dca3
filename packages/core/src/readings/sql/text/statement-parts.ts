const choice = (text: string): string => text.trim().split(/\s+/).join('|')
const phrases = (text: string): string =>
  text
    .trim()
    .split(/\s*,\s*/)
    .join('|')

/** What CREATE, ALTER, DROP and COMMENT are about, in any database. */
export const KINDS: string = phrases(`
  table, tables, database, materialized view log, materialized view, view, index, sequence, event trigger, trigger,
  function, procedure, routine, role, user mapping for, user mapping if not exists for, user mapping if exists for, user,
  group, extension, type, domain, policy, row policy, event, tablespace, server, publication, subscription, aggregate,
  login, rule, collation, conversion, statistics, cast, operator class, operator family, operator, access method, method,
  text search configuration, text search dictionary, text search parser, text search template, data wrapper,
  foreign data wrapper, foreign table, language, schema, large object, transform for, package body, package, synonym,
  profile, directory, credential, certificate, assembly, undo tablespace, logfile group, resource group,
  spatial reference system, context, cluster, library, stage, pipe, stream, task, warehouse, share, keyspace, quota,
  dictionary, application role, symmetric key, asymmetric key, master key, endpoint, queue, service, contract,
  partition function, partition scheme, security policy, external data source, constraint, dimension, outline`)

/** What GRANT and REVOKE give and take, before `on` and `to`. */
export const RIGHTS: string = choice(`
  all select insert update delete usage execute exec create connect trigger references truncate temporary temp super file
  process alter drop index reload shutdown replication set maintain control view show lock event proxy role impersonate
  read write unmask administer backup dba resource unlimited debug flashback under analyze audit`)

/** What stands behind the name in ALTER. */
export const ACTIONS: string = choice(`
  rename owner set reset add drop alter attach detach enable disable cluster inherit no not of force replica validate
  depends refresh restart increment minvalue maxvalue start cache cycle as with without valid options option version
  handler skip connection is_template allow_connections template superuser nosuperuser createdb nocreatedb createrole
  nocreaterole noinherit login nologin replication noreplication bypassrls nobypassrls password encrypted unencrypted
  immutable stable volatile strict called returns leakproof external security parallel cost rows support
  modify change convert engine comment algorithm order partition import discard identified account require
  auto_increment character collate default charset truncate coalesce reorganize exchange check optimize rebuild repair
  remove upgrade switch authorization nocheck to update using rebuild compile key sequence owned cached move read
  publish execute autoextend server quota defaults profile unlock freeze unfreeze`)

/** What stands behind the name in CREATE. */
export const CREATE_REST: string = choice(`
  as on like before after instead without identified password login nologin superuser nosuperuser createdb
  createrole using authorization from to returns return language is begin partition clone owner template
  encoding increment minvalue maxvalue start cache cycle no temp handler type server foreign options connection
  default check collate not character charset engine data in valid encrypted inherit noinherit bypassrls replication
  comment location tablespace datafile add cascade version schema select values table primary create grant parallel
  validator inline immutable stable volatile strict security execute modifies reads deterministic sql contains`)
