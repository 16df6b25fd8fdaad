"""The REST API: router, authentication, throttles, pagination, problem+json, schema, views.

Nearly every answer joins contexts (a cart line shows its price, picture and stock), so the views
stand here, on services and queries alone, instead of in each context. See `commerce/DECISIONS.md`.
"""
