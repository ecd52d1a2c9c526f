-- Which ids stand on several rows, and do the newest of these say the same?
with states as (
    select row_number, native_id, revision
    from (
        select * from told
        union all by name
        select null::bigint as revision  -- only some datasets tell when a row was last changed
        where false
    )
    where native_id is not null
),
several as (  -- by hash: the ids of ten million rows need not all lie in memory
    select row_number, native_id, revision, revision is not distinct from max(revision) over (partition by native_id) as newest
    from states
    where hash(native_id) in (select hash(native_id) from states group by hash(native_id) having count(*) > 1)
),
whole as (
    select several.*, hash(*columns(kept.* exclude (file_row_number))) as content
    from several
    join kept on kept.file_row_number = several.row_number
)
select
    native_id,
    list(row_number order by revision desc nulls last, row_number) as row_numbers,
    (count(distinct content) filter (where newest))::int as contents
from whole
group by native_id
having count(*) > 1
order by native_id;
