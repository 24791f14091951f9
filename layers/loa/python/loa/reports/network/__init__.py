"""The Front's network as a report: what is reached, and who is missing by name."""
