"""Which columns of a log, and of a list of who works where, are understood? What stands here is all that is ever selected.

There is no column for a subject or a text, in any language: a log may hold them, and they are not read.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from alignment.errors import MappingError, SourceError
from alignment.settings import read_toml
from alignment.source.headers import header_key, match_columns
from alignment.source.names import nearest
from alignment.source.schema import Field, Sheet
from alignment.source.words import COLUMN_WORDS

__all__ = ["LOG", "PEOPLE", "columns_of", "read_columns", "shown"]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for line in text.splitlines() for word in line.split("|") if word.strip())


LOG = Sheet(
    "log",
    "Log",
    "One row an interaction: between two, from one to several, of several; or a stop of a case at a department.",
    (
        Field(
            "time",
            "Time",
            words=_words("""timestamp|date|datetime|date time|sent|sent at|sent time|start|start time|started|begin|created|created at|opened|opened at|assigned|assigned at|updated|updated at|changed|changed at|event time|when|tijd
                tijdstip|datum|verzonden|begintijd|zeit|zeitpunkt|gesendet|beginn|startzeit|heure|horodatage|date d'envoi|début|fecha|hora
                fecha y hora|enviado|inicio|data|data e hora|início"""),
        ),
        Field(
            "from",
            "From",
            words=_words("""sender|from address|from person|organizer|organiser|source|caller|van|afzender|organisator|von|absender|organisator
                de|expéditeur|organisateur|depuis|remitente|organizador|origen|remetente|origem"""),
        ),
        Field(
            "to",
            "To",
            words=_words("""recipient|receiver|to address|to person|target|callee|aan|naar|ontvanger|an|empfänger|à|destinataire|vers|a
                destinatario|para|destinatário"""),
        ),
        Field(
            "recipients",
            "Recipients",
            words=_words("to list|receivers|to addresses|ontvangers|empfängerliste|destinataires|destinatarios|destinatários"),
        ),
        Field(
            "participants",
            "Participants",
            words=_words("""attendees|attendee list|invitees|members|people|persons|deelnemers|genodigden|aanwezigen|teilnehmer
                teilnehmende|participantes|asistentes|convidados|invités"""),
        ),
        Field(
            "event",
            "Event",
            words=_words("""event id|message id|message-id|mail id|meeting id|bericht id|nachricht id|nachrichten-id
                id du message|id de mensaje|id da mensagem"""),
        ),
        Field(
            "kind",
            "Kind",
            words=_words("""type|channel|medium|interaction type|soort|kanaal|art|kanal|typ|canal|tipo"""),
        ),
        Field(
            "count",
            "Count",
            words=_words("times|interactions|aantal|anzahl|quantité|cantidad|quantidade"),
        ),
        Field(
            "duration",
            "Duration",
            words=_words("""minutes|duration min|duration minutes|duration mins|hours|duration hours|duration h|seconds|duration seconds|duration sec
                duration s|duration ms|length|duur|duur in minuten|minuten|uren|dauer|dauer in minuten|stunden|durée|durée en minutes|duración|minutos
                duração"""),
        ),
        Field(
            "case",
            "Case",
            words=_words("""case id|case number|ticket|ticket id|ticket number|incident|incident id|request id|zaak|zaaknummer|melding
                meldingsnummer|fall|fallnummer|vorgang|vorgangsnummer|dossier|numéro de dossier|caso|número de caso|chamado|processo"""),
        ),
        Field("order", "Order", words=COLUMN_WORDS["journey_steps"]["order"]),
        Field(
            "department",
            "Department",
            words=(*COLUMN_WORDS["people"]["department"], "queue", "assignment group", "assigned group", "behandelgroep"),
        ),
    ),
)  # fmt: skip
PEOPLE = Sheet(
    "people",
    "People",
    "One row for each stay of a person in a department.",
    (
        Field("person", "Person", required=True, words=(*COLUMN_WORDS["people"]["id"], "id", *COLUMN_WORDS["people"]["person"])),
        Field("department", "Department", required=True, words=COLUMN_WORDS["people"]["department"]),
        Field(
            "from",
            "From",
            words=_words("""since|start|start date|valid from|date from|from date|joined|vanaf|van|sinds|startdatum|ingangsdatum|von|seit|ab|beginn
                gültig ab|depuis|du|date de début|desde|fecha de inicio|início|data de início"""),
        ),
        Field(
            "until",
            "Until",
            words=_words("""to|till|end|end date|valid to|valid until|date to|to date|left|tot|tot en met|t/m|einddatum|bis|ende|gültig bis
                jusqu'au|au|date de fin|hasta|fecha de fin|até|fim|data de fim"""),
        ),
    ),
)  # fmt: skip
_TABLES = {one.key: one for one in (LOG, PEOPLE)}


def columns_of(table: Sheet, headers: Sequence[str], given: Mapping[str, str], place: str) -> Mapping[str, str]:
    """Return the header of each field that a table has, by the words of its headers and by what the mapping file gives.

    Parameters
    ----------
    table
        `LOG` or `PEOPLE`.
    headers
        Of the table, as they are written.
    given
        Field → header, from a mapping file.
    place
        What to call the table in messages.

    Raises
    ------
    SourceError
        A column that the mapping file names is not there, or one without which a row means nothing is not.
    """
    known = {header_key(header): at for at, header in enumerate(headers)}
    for field, header in given.items():
        if header_key(header) not in known:
            raise SourceError(
                f'{place}: no column is called "{header}", which the mapping file gives for {field}. {_there(headers)}'
            )
    taken = {field: known[header_key(header)] for field, header in given.items()}
    places = match_columns(table, list(headers), taken).places
    lacking = [name for name in table.required if name not in places]
    if lacking:
        raise SourceError(
            f"{place}: has no column for {' and '.join(lacking)}. {_there(headers)} Say in a mapping file which it is: "
            f'[columns.{table.key}] {lacking[0]} = "…"'
        )
    return {field: headers[at] for field, at in places.items()}


def shown(headers: Sequence[str]) -> str:
    """Return headers as they are told; of a file without a header, what would stand there is a row of people."""
    return ", ".join(one if re.fullmatch(r"[^@]*[^@\d\W][^@]*", one) else "(no header)" for one in headers)


def _there(headers: Sequence[str]) -> str:
    return f"Its columns are: {shown(headers)}."


def read_columns(path: Path | None) -> Mapping[str, Mapping[str, str]]:
    """Read a mapping file, with [columns.log] and [columns.people]: our field = their header.

    Raises
    ------
    MappingError
        It cannot be read, or names a table or a field that there is not.
    """
    if path is None:
        return {}
    content = read_toml(path, MappingError, "--mapping", "Put names between quotes.")
    columns = content.get("columns")
    if list(content) != ["columns"] or not isinstance(columns, dict):
        raise MappingError(f"{path}: a mapping file of interactions holds [columns.log] and [columns.people] only.")
    for key, fields in columns.items():
        if key not in _TABLES or not isinstance(fields, dict):
            raise MappingError(f"{path}: there is no [columns.{key}] here. Write [columns.log] or [columns.people].")
        names = [one.name for one in _TABLES[key].fields]
        for name, header in fields.items():
            if name not in names:
                near = nearest(name, {one: one for one in names})
                hint = f'Did you mean "{near}"?' if near else f"It has: {', '.join(names)}."
                raise MappingError(f'{path}: [columns.{key}] has no field "{name}". {hint}')
            if not isinstance(header, str):
                raise MappingError(f"{path}: [columns.{key}] {name} = {header!r}: write a text between quotes.")
    return columns
