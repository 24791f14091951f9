"""Forecasts from Open-Meteo, or from MET Norway where that fails."""
