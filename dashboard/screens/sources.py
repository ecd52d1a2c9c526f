"""Whose data this edition holds, under which terms, and how to bring more of it in."""

import streamlit as st

from dashboard import sources

st.html(sources.held_html())
sources.bring_in()
sources.brought()
