"""The weather of each unit, fetched on a schedule, so that no reader waits for a provider."""
