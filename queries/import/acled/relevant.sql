-- Which rows of ACLED concern the conflict? Those of its actors, of its area, and those whose notes say so.
create temp view relevant as
select *
from given
where country in ('Armenia', 'Azerbaijan')
    and (
        regexp_matches(
            concat_ws('; ', actor1, assoc_actor_1, actor2, assoc_actor_2),
            'Artsakh|Karabakh|Peacekeep|Armenia.*Azerbaijan|Azerbaijan.*Armenia'
        )
        or (
            event_type in ('Battles', 'Explosions/Remote violence')
            and contains(concat_ws('; ', actor1, actor2), 'Military Forces')
        )
        -- The former oblast, under the names of both sides.
        or (
            country = 'Azerbaijan'
            and regexp_matches(
                concat_ws('; ', admin1, admin2),
                'Stepanakert|[KX]h?ankendi|Askeran|Khojal[yi]|Xocal[iı]|Martakert|A[gğ]h?dara|A[gğ]h?d[əe]r[əe]|Martuni'
                || '|Khojav[ae]nd|Xocav[əe]nd|Hadrut|Shush[ai]|[SŞ]u[sş]a'
            )
        )
        -- The seven districts around it and Shahumyan.
        or (
            country = 'Azerbaijan'
            and event_type not in ('Protests', 'Riots')
            and regexp_matches(
                concat_ws('; ', admin1, admin2),
                'Shahum[iy]an|K[ea]lba[cj][ae]r|K[ea]lbajar|Kelbecer|K[əe]lb[əe]c[əe]r|Kashatagh|La[cçn]*chin|La[cç][iı]n|Lachin'
                || '|Qubadl[iıy]|Gubadl[iy]|Z[aəe]ngh?[iı]lan|J[ae]brayil|C[əe]bray[iı]l|F[uüi]zuli|A[gğ]h?dam'
            )
        )
        or regexp_matches(notes, 'Karabakh|Artsakh')
        or (country = 'Armenia' and contains(notes, 'Azerbaijan'))
        or (country = 'Azerbaijan' and contains(notes, 'Armenia'))
    );
