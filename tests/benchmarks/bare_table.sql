-- The drawn events as hand-written SQL would want them: actors as states, PLOVER types, no place for what has none.
copy (
    select
        'gdelt' as dataset,
        events.id::varchar as native_id,
        events.day,
        types.event_type,
        coalesce(types.quad, 0)::utinyint as quad,
        a.state as source,
        b.state as target,
        if(places.kind in (4, 5), places.n::integer, null) as place_number,
        codes.goldstein::float as intensity,
        events.mentions as articles,
        codes.code as native_type,
        a.name as actor_a,
        b.name as actor_b,
        'https://www.news-' || (hash(events.id // 500) % 4000)::varchar || '.example/' || (events.id // 300)::varchar as url,
        'gdelt-benchmark' as import_id
    from events
    join codes on codes.n = events.code
    left join types on types.root = left(codes.code, 2)
    left join actors as a on a.n = events.actor_1
    left join actors as b on b.n = events.actor_2
    left join places on places.n = events.place
) to $out (format parquet);
