"""The REST API: router, authentication, throttles, pagination, problem+json, schema."""
