"""The shell of the Mini App: how it is bundled; its source is `src/`."""
