"""New-media accounts: what a way in shows becomes posts and one account fact for each look; nothing is judged here."""
