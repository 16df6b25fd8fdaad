"""The test payment provider: a real one in everything but the money, and the reference for plugin authors."""
