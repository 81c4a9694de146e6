"""Is it an office that is named, or somebody? A chart may have either above a column; only an office may be told to others."""

import re

from alignment.source.names import key

__all__ = ["is_office"]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_TITLES = frozenset(
    _words("""
    accountant accounting account administration administrator admin advisor adviser agency agent analyst applicant approver architect assistant
    associate audit auditor author board business buyer buying centre center chair chairman chairperson chairwoman chief clerk client coach
    committee communication communications compliance consultant contractor control controller coordinator council counsel counsellor crew customer data
    delivery department dept deputy design designer desk developer development digital director dispatch dispatcher division editor engineer engineering
    estimator executive expert facilitator facilities finance financial foreman general governance group head helpdesk human inspector instructor
    intern internal investor it lawyer lead leader leadership legal liaison logistics maintainer maintenance maker management manager marketing master
    mechanic member network nurse office officer operations operator owner panel partner people personnel planner planning president principal
    procurement product production programme program project purchaser purchasing quality receptionist recruiter regulator release representative reporter
    requester resources reviewer risk safety sales scientist secretariat secretary security senior service services specialist sponsor staff stakeholder
    steering steward strategist supervisor supplier support surveyor team technical technician technology teller tester training treasurer treasury trustee
    unit user vendor vice warehouse worker
    aankoop administratie adviseur afdeling analist bedrijf beheer beheerder bestuur bestuurder beveiliging coördinator dienst directeur directie eigenaar
    engineer financiën hoofd hr informatie inkoop inkoper jurist klant klantenservice leider leverancier logistiek manager medewerker monteur ondersteuning
    ontwerper ontwikkelaar opdrachtgever personeel planning projectleider raad secretaris specialist stuurgroep teamleider toezichthouder uitvoerder verkoop
    verkoper voorzitter
    abteilung abteilungsleiter abteilungsleiterin einkauf entwickler geschäftsführer geschäftsführung kunde kundendienst leiter leiterin leitung mitarbeiter
    personal referent sachbearbeiter vertrieb vorstand
    achats acheteur adjoint chargé chef client comité conseil directeur direction directrice équipe fournisseur gestionnaire juridique président responsable
    service technicien ventes
    analista área cliente compras comité consejo coordinador departamento director directora encargado equipo gerente jefe jefa presidente responsable técnico
    ventas cliente compras comitê conselho coordenador diretor diretora equipe gerente presidente técnico vendas
    ceo cfo cio cmo coo cpo cso cto chro cro ciso dpo hr ict pm pmo po qa rd ux vp
    """)
)
_WORD = re.compile(r"[^\W\d_]+")


def is_office(name: str) -> bool:
    """Tell whether a name is that of an office, such as Head of Sales: one word at least says so.

    Examples
    --------
    >>> is_office("Credit control lead"), is_office("Teamleiders"), is_office("Ada Example"), is_office("AE")
    (True, True, False, False)
    """
    words = _WORD.findall(key(name))
    return any(word in _TITLES or word.removesuffix("s") in _TITLES for word in words)
