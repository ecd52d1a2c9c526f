"""Method, codebook, limits, citation and licences."""

import streamlit as st

from dashboard import about

st.html(about.html())
