-- Which ids stand on several rows, and do these rows say the same?
with several as (
    select native_id
    from told
    where native_id is not null
    group by native_id
    having count(*) > 1
),
whole as (
    select file_row_number as row_number, json_merge_patch(to_json(kept), '{"file_row_number": null}') as content
    from kept
)
select native_id, list(row_number order by row_number) as row_numbers, count(distinct content)::int as contents
from told
join several using (native_id)
join whole using (row_number)
group by native_id
order by native_id;
