"""What the library does with other people's servers, by schedule."""
