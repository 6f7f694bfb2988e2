"""Eight makes of website, each with its own addresses, markup and ways of writing days."""

from bench.stranger.skins.brick import Brick
from bench.stranger.skins.card import Card
from bench.stranger.skins.desk import Desk
from bench.stranger.skins.loom import Loom
from bench.stranger.skins.mill import Mill
from bench.stranger.skins.quay import Quay
from bench.stranger.skins.river import River
from bench.stranger.skins.sail import Sail

SKINS = {skin.name: skin for skin in (River(), Brick(), Sail(), Card(), Desk(), Loom(), Quay(), Mill())}
