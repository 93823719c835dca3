/**
 * Functions of PostgreSQL that only work out a value from their arguments, the clock or chance: no file, no network,
 * no sequence, no setting, no lock, no waiting, and no SQL in a text. Also words that look like calls in its grammar.
 */
export const POSTGRES_FUNCTIONS = `
  count sum avg min max every bool_and bool_or bit_and bit_or bit_xor any_value array_agg string_agg range_agg
  json_agg jsonb_agg json_object_agg jsonb_object_agg stddev stddev_pop stddev_samp variance var_pop var_samp corr
  covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
  mode percentile_cont percentile_disc rank dense_rank percent_rank cume_dist row_number ntile lag lead first_value
  last_value nth_value grouping rollup cube

  coalesce nullif greatest least num_nulls num_nonnulls pg_typeof

  abs acos acosd asin asind atan atan2 atan2d atand cbrt ceil ceiling cos cosd cosh cot cotd degrees div exp floor gcd
  lcm ln log log10 min_scale mod pi pow power radians random round scale sign sin sind sinh sqrt tan tand tanh
  trim_scale trunc width_bucket bit_count

  ascii bit_length btrim char_length character_length chr concat concat_ws convert_from convert_to decode encode
  format get_bit get_byte initcap left length lower lpad ltrim md5 normalize octet_length overlay position quote_ident
  quote_literal quote_nullable regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
  regexp_split_to_array regexp_split_to_table regexp_substr replace reverse right rpad rtrim sha224 sha256 sha384
  sha512 split_part starts_with string_to_array string_to_table strpos substr substring to_hex translate trim unistr
  upper

  age clock_timestamp current_time current_timestamp date_add date_bin date_part date_subtract date_trunc extract
  isfinite justify_days justify_hours justify_interval localtime localtimestamp make_date make_interval make_time
  make_timestamp make_timestamptz now overlaps statement_timestamp timeofday timezone to_char to_date to_number
  to_timestamp transaction_timestamp

  date text int2 int4 int8 float4 float8 timestamptz bool

  to_json to_jsonb row_to_json array_to_json json_build_array json_build_object json_object json_array_elements
  json_array_elements_text json_array_length json_each json_each_text json_extract_path json_extract_path_text
  json_object_keys json_strip_nulls json_to_record json_to_recordset json_typeof jsonb_build_array
  jsonb_build_object jsonb_object jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_each
  jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object_keys jsonb_path_exists
  jsonb_path_exists_tz jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_pretty
  jsonb_set jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof

  array_append array_cat array_dims array_length array_lower array_ndims array_position array_positions array_prepend
  array_remove array_replace array_to_string array_upper cardinality generate_series generate_subscripts trim_array
  unnest

  daterange int4range int8range isempty lower_inc lower_inf numrange range_merge tsrange tstzrange upper_inc upper_inf

  numnode phraseto_tsquery plainto_tsquery querytree setweight strip to_tsquery to_tsvector ts_headline ts_rank
  ts_rank_cd tsvector_to_array websearch_to_tsquery

  abbrev broadcast family host hostmask masklen netmask network

  gen_random_uuid version current_database current_schema current_schemas current_user session_user pg_size_pretty
  pg_size_bytes pg_column_size
`

/** Functions of PostgreSQL that tell about tables and other objects, by number or by a name in a text. */
export const POSTGRES_CATALOG_FUNCTIONS = `
  pg_relation_size pg_total_relation_size pg_table_size pg_indexes_size pg_database_size pg_tablespace_size
  format_type obj_description col_description shobj_description
  pg_get_viewdef pg_get_indexdef pg_get_constraintdef pg_get_expr pg_get_functiondef pg_get_function_arguments
  pg_get_function_identity_arguments pg_get_function_result pg_get_partkeydef pg_get_ruledef pg_get_serial_sequence
  pg_get_triggerdef pg_get_userbyid pg_encoding_to_char pg_table_is_visible pg_type_is_visible
  pg_function_is_visible has_table_privilege has_column_privilege has_schema_privilege has_database_privilege
  has_sequence_privilege to_regclass to_regnamespace to_regtype to_regproc pg_is_in_recovery
  pg_postmaster_start_time
`
