"""A double of Open-Meteo and MET Norway for the local stack and the tests."""
