-- Write the rows that concern the conflict, unchanged, in one pass over the files.
copy relevant to $out (format parquet, compression lz4_raw, row_group_size 122880);
