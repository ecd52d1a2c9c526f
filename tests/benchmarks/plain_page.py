"""A plain Streamlit page over DuckDB: what pages.py measures the dashboard by. PLAIN_TABLE names the Parquet file."""

import os
from datetime import date

import duckdb
import plotly.express as px
import streamlit as st

PERIODS = {
    "All dates": (date(1900, 1, 1), date(2100, 1, 1)),
    "April 2016": (date(2016, 4, 1), date(2016, 4, 30)),
    "44-day war": (date(2020, 9, 27), date(2020, 11, 10)),
    "September 2022": (date(2022, 9, 1), date(2022, 9, 30)),
    "September 2023": (date(2023, 9, 1), date(2023, 9, 30)),
}


@st.cache_resource
def table() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "create table events as from read_parquet($file) order by day", {"file": os.environ["PLAIN_TABLE"]}
    )
    return connection


st.set_page_config(layout="wide")
period = st.selectbox("Period", list(PERIODS), key="period")
actors = st.multiselect("Actors", ["ARM", "AZE", "RUS", "TUR"], default=st.query_params.get_all("actors"))
where = (
    "where day between $first and $last "
    "and (len($actors) = 0 or list_contains($actors, source) or list_contains($actors, target))"
)
given = {"first": PERIODS[period][0], "last": PERIODS[period][1], "actors": actors}


def ask(what: str, rest: str) -> object:
    return table().cursor().execute(f"select {what} from events {where} {rest}", given).df()


counts = ask("date_trunc('month', day) as month, quad, count(*) as events", "group by all order by all")
st.plotly_chart(px.bar(counts, x="month", y="events", color="quad", title=f"Events: {period}"))
places = ask("place_number, count(*) as events", "group by all order by events desc limit 20")
st.plotly_chart(px.bar(places, x="place_number", y="events", title="Places"))
pairs = ask("source, target, count(*) as events", "group by all order by events desc limit 20")
st.plotly_chart(px.scatter(pairs, x="source", y="target", size="events", title="Pairs"))
