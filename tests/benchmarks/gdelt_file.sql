-- The drawn events in the 61 columns of GDELT 2.0.
copy (
    with sided as (
        select
            events.*,
            codes.code as event_code,
            left(codes.code, 2) as root,
            codes.goldstein,
            if(events.actor_1 % 7 = 3, 1, events.n_place) as place_1,
            if(events.id % 3 = 0, (events.n_place + 11) % 890, events.n_place) as place_2
        from (select *, place as n_place from events) as events
        join codes on codes.n = events.code
    )
    select
        sided.id,
        strftime(day, '%Y%m%d'),
        strftime(day, '%Y%m'),
        year(day),
        round(year(day) + (dayofyear(day) - 1) / 365, 4),
        a.code, a.name, a.state, null, null, null, null, a.sector, null, null,
        b.code, b.name, b.state, null, null, null, null, b.sector, null, null,
        (sided.id % 2)::int,
        event_code,
        left(event_code, 3),
        root,
        case when root < '06' then 1 when root < '09' then 2 when root < '14' then 3 else 4 end,
        goldstein,
        mentions, greatest(1, mentions // 5), mentions,
        tone::double,
        p1.kind, nullif(p1.name, ''), nullif(p1.country, ''), nullif(p1.country || '00', '00'), null, p1.lat, p1.lon,
        if(p1.kind = 4, (-p1.n * 991)::varchar, nullif(p1.country, '')),
        p2.kind, nullif(p2.name, ''), nullif(p2.country, ''), nullif(p2.country || '00', '00'), null, p2.lat, p2.lon,
        if(p2.kind = 4, (-p2.n * 991)::varchar, nullif(p2.country, '')),
        p.kind, nullif(p.name, ''), nullif(p.country, ''), nullif(p.country || '00', '00'), null, p.lat, p.lon,
        if(p.kind = 4, (-p.n * 991)::varchar, nullif(p.country, '')),
        strftime(day, '%Y%m%d') || lpad((sided.id % 96 // 4)::varchar, 2, '0') || lpad((sided.id % 4 * 15)::varchar, 2, '0') || '00',
        'https://www.news-' || (hash(sided.id // 500) % 4000)::varchar || '.example/world/' || strftime(day, '%Y/%m/%d')
            || '/what-was-said-on-the-south-caucasus-' || (sided.id // 300)::varchar
    from sided
    left join actors as a on a.n = sided.actor_1
    left join actors as b on b.n = sided.actor_2
    left join places as p1 on p1.n = sided.place_1
    left join places as p2 on p2.n = sided.place_2
    left join places as p on p.n = sided.n_place
) to $out (format csv, delimiter '\t', header false, quote '', escape '');
