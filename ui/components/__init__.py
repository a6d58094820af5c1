"""Small browser parts: html, css and js in files of their own, with a thin Python face. No Streamlit state here."""
