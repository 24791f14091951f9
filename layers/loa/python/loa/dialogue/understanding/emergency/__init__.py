"""Whether somebody calls for help, and whom they are told to call."""
