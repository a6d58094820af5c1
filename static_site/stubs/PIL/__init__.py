"""Streamlit imports these two names to show a picture that is an array; the app shows none."""
