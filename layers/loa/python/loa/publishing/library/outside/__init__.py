"""What the library does with other people's servers: spoken versions, links, feeds."""
