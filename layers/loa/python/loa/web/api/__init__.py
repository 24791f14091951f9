"""JSON APIs: resolver, routes, OpenAPI."""
