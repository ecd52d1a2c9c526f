-- Candidates give way: where a final version covers their days, and where a newer file of these days does without them.
create temp table given_way as
select events.event_id
from events
join periods using (import_id)
where events.dataset = 'ucdp_candidate'
    and (
        events.day_end <= (select max(last_day) from periods where dataset = 'ucdp_ged')
        or replace(events.event_id, 'ucdp_candidate:', 'ucdp_ged:') in (
            select event_id from events where dataset = 'ucdp_ged'
        )
        or exists (
            from periods as newer
            where newer.dataset = 'ucdp_candidate'
                and newer.newness > periods.newness
                and events.day_end between newer.first_day and newer.last_day
        )
    );

delete from events where event_id in (select event_id from given_way);
delete from event_actors where event_id in (select event_id from given_way);
delete from evidence where event_id in (select event_id from given_way);
delete from originals where event_id in (select event_id from given_way);

update imports
set rows_shown = (select count(*) from events where events.import_id = imports.import_id)
    + (select count(*) from reports where reports.import_id = imports.import_id);
