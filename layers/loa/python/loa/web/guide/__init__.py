"""The officers' guide: what they do in the console, step by step, with pictures of the real pages.

Its words are `layers/pages/guide/*.toml`, one file an area; `python -m infra.guide` takes the pictures and
makes the printed books. Tests hold that every page has its task, and that the guide names only what is there.
"""
