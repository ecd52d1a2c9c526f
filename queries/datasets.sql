-- Which datasets does the edition hold, whose are they, and how much of each is shown?
with shown as (
    select dataset, count(*)::bigint as rows, min(day_start) as first_day, max(day_end) as last_day
    from events
    group by dataset
    union all
    select dataset::varchar, count(*)::bigint, min(day), max(day)
    from reports
    group by dataset
),
described as (
    select
        dataset,
        any_value(title order by import_id desc) as title,
        any_value(short order by import_id desc) as short,
        any_value(kind order by import_id desc) as kind,
        string_agg(distinct version, ', ' order by version) as version,
        any_value(standing order by import_id desc) as standing,
        any_value(measures order by import_id desc) as measures,
        any_value(licence order by import_id desc) as licence,
        bool_and(may_redistribute) as may_redistribute,
        any_value(url order by import_id desc) as url,
        any_value(citation order by import_id desc) as citation,
        any_value(rule order by import_id desc) as rule,
        sum(rows_read)::bigint as rows_read,
        sum(rows_kept)::bigint as rows_kept,
        sum(rows_rejected)::bigint as rows_rejected
    from imports
    group by dataset
)
select
    shown.dataset,
    coalesce(described.title, own_title(shown.dataset)) as title,
    coalesce(described.short, title) as short,
    coalesce(described.kind, 'events') as kind,
    shown.rows,
    described.licence,
    coalesce(described.may_redistribute, true) as may_redistribute,
    described.measures,
    described.citation,
    described.rule,
    described.standing,
    described.version,
    described.url,
    described.rows_read,
    described.rows_kept,
    described.rows_rejected,
    shown.first_day,
    shown.last_day
from shown
left join described using (dataset)
order by described.dataset is null desc, shown.dataset = 'curated' desc, shown.dataset;
