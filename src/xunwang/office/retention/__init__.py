"""How long things are kept: one table of periods, what holds an archive beyond its own, and the act that removes one."""
