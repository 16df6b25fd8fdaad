"""Where the shop sells: a channel is a market with its currency, languages and tax mode.

Nouns: Channel, PluginActivation. Promises exactly one default channel. Anyone above may call.
"""
