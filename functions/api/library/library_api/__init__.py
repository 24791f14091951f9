"""JSON API of the library: items of the Mini App, their editions, media and link hosts."""
