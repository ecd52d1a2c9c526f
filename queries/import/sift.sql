-- Write the kept rows again without those that are wrong or repeated.
copy (
    select * exclude (file_row_number)
    from kept
    where not list_contains($dropped, file_row_number)
    order by file_row_number
) to $out (format parquet, compression lz4_raw, row_group_size 122880);
