"""A reader's own articles: pasted or uploaded, looked at with what the coder finds in them, and saved."""

import streamlit as st

from dashboard import own_articles, own_shelf

st.html(
    "<h1>Add articles</h1><p class='kt-lead kt-about'>Your own articles, in Indonesian, English or Russian, beside "
    "everything else. They are read and coded on this machine and do not leave it, and nothing is saved before you "
    "have seen what the coder finds.</p>"
)
own_articles.bring_in()
own_shelf.shelf()
