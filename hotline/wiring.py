"""The only place that builds the parts of the house and puts them together."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection

from flows.catalog import Catalog, load_catalog
from flows.lexicon import Lexicon
from flows.parsing import load_library
from flows.speech import Speaker
from flows.words import load_vocabulary
from hotline.clock import Clock, clock_of
from hotline.config import Settings, load_community
from hotline.domain.community import Community
from hotline.domain.phones import may_reach
from hotline.doorbell import Doorbell
from hotline.gateway.calls import Calls
from hotline.gateway.client import Gateway
from hotline.gateway.inspection import Inspection
from hotline.gateway.prompts import Prompts
from hotline.gateway.round_trip import round_trip
from hotline.services.doctor.findings import Patient
from hotline.services.enrol import enrol_coordinators
from hotline.services.house import House
from hotline.services.wording import Wording
from hotline.store import sessions
from hotline.store.database import Database
from hotline.store.keyring import mark, open_vault
from hotline.store.versions import pending, unknown


class NotMigrated(Exception):
    """The schema is behind the code. The message says what to do."""


def build(settings: Settings, clock: Clock | None = None) -> House:
    """Every part, from settings. Raises NotMigrated, VaultFault, CommunityFault, ConfigFault."""
    database = Database(settings.database_url)
    try:
        return _built(settings, clock or clock_of(settings), database)
    except BaseException:
        database.dispose()  # whoever tries again later must not find its connections used up
        raise


def _built(settings: Settings, clock: Clock, database: Database) -> House:
    community = load_community(settings)
    with database.reading() as db:
        refuse_old_schema(db)
    lexicon = lexicon_of(community)
    allows = partial(may_reach, allowed_countries=community.allowed_countries)
    house = House(
        settings=settings,
        community=community,
        database=database,
        vault=open_vault(database, settings.keys, clock()),
        gateway=Gateway(
            settings.twilio_account_sid,
            settings.twilio_auth_token,
            settings.twilio_api_url,
            settings.number,
            allows,
        ),
        calls=Calls(
            settings.twilio_account_sid,
            settings.twilio_auth_token,
            settings.twilio_api_url,
            settings.number,
            allows,
        ),
        prompts=prompts_of(settings),
        doorbell=Doorbell(settings.redis_url),
        wording=Wording(partial(speaker_of, community, lexicon), database, clock),
        lexicon=lexicon,
        flows=load_library(),
        clock=clock,
    )
    database.write(lambda db: _prepare(house, db))
    return house


def marks(settings: Settings) -> str:
    """By what the master keys of these settings are known, with a space between."""
    return " ".join(mark(key) for key in settings.keys)


def patient(settings: Settings, community: Community) -> Patient:
    """What `hotline doctor` looks at; nothing of it needs a database that answers."""
    account = settings.twilio_account_sid, settings.twilio_auth_token
    return Patient(
        settings=settings,
        community=community,
        database=Database(settings.database_url, pool_size=1),
        inspection=Inspection(*account, settings.twilio_api_url, settings.number),
        prompts=prompts_of(settings),
        round_trip=lambda: round_trip(settings.public_url, settings.twilio_auth_token),
        clock=clock_of(settings),
    )


def patient_of(house: House) -> Patient:
    """The same for the process that asks, on the database that it has open already."""
    settings = house.settings
    account = settings.twilio_account_sid, settings.twilio_auth_token
    return Patient(
        settings=settings,
        community=house.community,
        database=house.database,
        inspection=Inspection(*account, settings.twilio_api_url, settings.number),
        prompts=house.prompts,
        round_trip=lambda: round_trip(settings.public_url, settings.twilio_auth_token),
        clock=house.clock,
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
    if told := unknown(db):
        raise NotMigrated(told)
    waiting = pending(db)
    if waiting:
        names = ", ".join(one.revision for one in waiting)
        raise NotMigrated(f"the database lacks migration {names}: run `hotline migrate`")


def _prepare(house: House, db: Connection) -> None:
    """What the processes need to find: this release's flows, and the team that the file names."""
    sessions.remember_flows(db, house.flows.values(), house.clock())
    enrol_coordinators(house, db)
