"""The only place that builds the parts of the house and puts them together."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection

from flows.engine.parsing import load_library
from flows.vocabulary.lexicon import Lexicon
from flows.vocabulary.vocabulary import load_vocabulary
from flows.wording.catalog import Catalog, load_catalog
from flows.wording.renderer import Speaker
from hotline.clock import Clock, clock_of
from hotline.config import Settings, load_community
from hotline.domain.community.community import Community
from hotline.domain.phones import may_reach
from hotline.doorbell import Doorbell
from hotline.gateway.calls import CallGateway
from hotline.gateway.client import Gateway
from hotline.gateway.inspection import Inspection
from hotline.gateway.prompts import Prompts
from hotline.gateway.round_trip import round_trip
from hotline.services.doctor.findings import Target
from hotline.services.kernel.app import App
from hotline.services.kernel.catalog_reload import CatalogReloader
from hotline.services.kernel.words_reload import WordsReloader
from hotline.services.members.member_import import enrol_coordinators
from hotline.store.conversation import sessions
from hotline.store.db.database import Database
from hotline.store.db.keyring import mark, open_vault
from hotline.store.db.versions import is_newest, pending, unknown


class NotMigrated(Exception):
    """The schema is behind the code. The message says what to do."""


def build(settings: Settings, clock: Clock | None = None) -> App:
    """Every part, from settings. Raises NotMigrated, VaultFault, CommunityFault, ConfigFault."""
    database = Database(settings.database_url)
    try:
        return _built(settings, clock or clock_of(settings), database)
    except BaseException:
        database.dispose()  # whoever tries again later must not find its connections used up
        raise


def _built(settings: Settings, clock: Clock, database: Database) -> App:
    community = load_community(settings)
    with database.reading() as db:
        refuse_old_schema(db)
    lexicon = lexicon_of(community)
    allows = partial(may_reach, allowed_countries=community.allowed_countries)
    vault = open_vault(database, settings.keys, clock())
    app = App(
        settings=settings,
        community=community,
        database=database,
        vault=vault,
        gateway=Gateway(
            settings.twilio_account_sid,
            settings.twilio_auth_token,
            settings.twilio_api_url,
            settings.number,
            allows,
        ),
        calls=CallGateway(
            settings.twilio_account_sid,
            settings.twilio_auth_token,
            settings.twilio_api_url,
            settings.number,
            allows,
        ),
        prompts=prompts_of(settings),
        doorbell=Doorbell(settings.redis_url),
        wording=CatalogReloader(partial(speaker_of, community, lexicon), database, clock),
        words=WordsReloader(lexicon, database, vault, clock),
        flows=load_library(),
        clock=clock,
    )
    database.write(lambda db: _prepare(app, db))
    return app


def marks(settings: Settings) -> str:
    """By what the master keys of these settings are known, with a space between."""
    return " ".join(mark(key) for key in settings.keys)


def diagnosis_target(settings: Settings, community: Community) -> Target:
    """What `hotline doctor` looks at; nothing of it needs a database that answers."""
    account = settings.twilio_account_sid, settings.twilio_auth_token
    return Target(
        settings=settings,
        community=community,
        database=Database(settings.database_url, pool_size=1),
        inspection=Inspection(*account, settings.twilio_api_url, settings.number),
        prompts=prompts_of(settings),
        round_trip=lambda: round_trip(settings.public_url, settings.twilio_auth_token),
        clock=clock_of(settings),
    )


def diagnosis_target_of(app: App) -> Target:
    """The same for the process that asks, on the database that it has open already."""
    settings = app.settings
    account = settings.twilio_account_sid, settings.twilio_auth_token
    return Target(
        settings=settings,
        community=app.community,
        database=app.database,
        inspection=Inspection(*account, settings.twilio_api_url, settings.number),
        prompts=app.prompts,
        round_trip=lambda: round_trip(settings.public_url, settings.twilio_auth_token),
        clock=app.clock,
    )


def lexicon_of(community: Community) -> Lexicon:
    """What words can mean in this community."""
    return Lexicon(load_vocabulary(), community.categories, community.places())


def speaker_of(community: Community, lexicon: Lexicon, catalog: Catalog | None = None) -> Speaker:
    """The voice of this community, in the project's own words or those of a catalog."""
    return Speaker(
        catalog or load_catalog(),
        lexicon,
        community.name,
        community.crisis_contacts,
        community.dispatch.asks_per_week,
    )


def prompts_of(settings: Settings) -> Prompts:
    """The recordings that stand in for the machine's voice."""
    return Prompts(settings.prompts, settings.public_url, load_catalog())


def refuse_old_schema(db: Connection) -> None:
    """Raise NotMigrated unless every migration has been applied, and none that we do not know."""
    if is_newest(db):
        return
    if told := unknown(db):
        raise NotMigrated(told)
    names = ", ".join(one.revision for one in pending(db))
    raise NotMigrated(f"the database lacks migration {names}: run `hotline migrate`")


def _prepare(app: App, db: Connection) -> None:
    """What the processes need to find: this release's flows, and the team that the file names."""
    sessions.remember_flows(db, app.flows.values(), app.clock())
    enrol_coordinators(app, db)
