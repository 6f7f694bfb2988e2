"""How good the proofreader is, beside what else one would reach for."""
