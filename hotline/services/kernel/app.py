"""What every service works with. Built in hotline.wiring, and only there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.services.kernel.spend_cache import SpendCache

if TYPE_CHECKING:
    from flows.engine.definition import Flow
    from flows.vocabulary.lexicon import Lexicon
    from flows.wording.renderer import Speaker
    from hotline.config import Settings
    from hotline.domain.community.community import Community
    from hotline.doorbell import Doorbell
    from hotline.gateway.calls import CallGateway
    from hotline.gateway.client import Gateway
    from hotline.gateway.prompts import Prompts
    from hotline.services.kernel.catalog_reload import CatalogReloader
    from hotline.services.kernel.words_reload import WordsReloader
    from hotline.store.db.database import Database
    from hotline.store.db.encryption import Vault


@dataclass(frozen=True)
class App:
    """The parts, shared by all services of one process. `clock()` is the present, aware and in UTC."""

    settings: Settings
    community: Community
    database: Database
    vault: Vault
    gateway: Gateway
    calls: CallGateway
    prompts: Prompts
    doorbell: Doorbell
    wording: CatalogReloader
    words: WordsReloader
    flows: Mapping[str, Flow]
    clock: Callable[[], datetime]
    spend_cache: SpendCache = field(default_factory=SpendCache)

    @property
    def speaker(self) -> Speaker:
        """What says prompts, in the words that count now."""
        return self.wording.speaker

    @property
    def lexicon(self) -> Lexicon:
        """What words can mean here, with those that count now of what the community has taught."""
        return self.words.lexicon
