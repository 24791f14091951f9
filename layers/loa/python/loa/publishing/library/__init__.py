"""The library: content of the Mini App and the public pages, as items with editions."""
