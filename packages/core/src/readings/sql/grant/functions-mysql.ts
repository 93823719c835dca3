/**
 * Functions of MySQL and MariaDB that only work out a value from their arguments, the clock or chance: no file, no
 * waiting, no lock, no state of the session. Also words that look like calls in its grammar.
 */
export const MYSQL_FUNCTIONS = `
  count sum avg min max group_concat bit_and bit_or bit_xor std stddev stddev_pop stddev_samp variance var_pop
  var_samp json_arrayagg json_objectagg any_value grouping row_number rank dense_rank percent_rank cume_dist ntile lag
  lead first_value last_value nth_value

  if ifnull nullif coalesce greatest least isnull values match

  abs acos asin atan atan2 bin bit_count ceil ceiling conv cos cot crc32 degrees exp floor hex ln log log10 log2 mod
  oct pi pow power radians rand round sign sin sqrt tan truncate unhex

  ascii bit_length char char_length character_length concat concat_ws convert elt field find_in_set format
  from_base64 insert instr lcase left length locate lower lpad ltrim md5 mid octet_length ord position quote
  regexp_instr regexp_like regexp_replace regexp_substr replace reverse right rpad rtrim sha sha1 sha2 soundex strcmp
  substr substring substring_index to_base64 trim ucase upper

  adddate addtime convert_tz curdate current_date current_time current_timestamp curtime date date_add date_format
  date_sub datediff day dayname dayofmonth dayofweek dayofyear extract from_days from_unixtime get_format hour
  last_day localtime localtimestamp makedate maketime microsecond minute month monthname now period_add period_diff
  quarter sec_to_time second str_to_date subdate subtime sysdate time time_format time_to_sec timediff timestamp
  timestampadd timestampdiff to_days to_seconds unix_timestamp utc_date utc_time utc_timestamp week weekday weekofyear
  year yearweek

  json_array json_array_append json_array_insert json_contains json_contains_path json_depth json_extract json_insert
  json_keys json_length json_merge_patch json_merge_preserve json_object json_overlaps json_pretty json_quote
  json_remove json_replace json_search json_set json_type json_unquote json_valid

  inet_aton inet_ntoa inet6_aton inet6_ntoa is_ipv4 is_ipv6 is_uuid uuid bin_to_uuid uuid_to_bin
  charset collation coercibility connection_id current_user database schema session_user system_user user version
`
