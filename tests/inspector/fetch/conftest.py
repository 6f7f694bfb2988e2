from chained import middle, root, trusting

__all__ = ["middle", "root", "trusting"]
