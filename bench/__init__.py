"""Speed against peers, as ratios; see docs/performance.md. Nothing here is part of the product."""
