-- What our own rows are called, which no import describes.
create macro own_title(dataset) as
    case dataset
        when 'curated' then 'Curated fact base'
        when 'reviewed' then 'Coded from articles, reviewed'
        else 'Coded from articles'
    end;
