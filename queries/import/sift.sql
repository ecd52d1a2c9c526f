-- Write the kept rows again, in their order, without those that are wrong or repeated.
copy (
    select * exclude (file_row_number)
    from kept
    where file_row_number not in (select unnest(getvariable('dropped')::bigint[]))
) to $out (format parquet, compression lz4_raw, row_group_size 122880);
