"""What do people call our sheets and columns? Synonyms in English, Dutch, German, French, Spanish and Portuguese.

One line a sheet or column; the first words are preferred where two columns of a sheet would fit. Case, accents,
blanks, hyphens and "(s)" do not matter, and plurals need not be repeated for columns written "Head(s)".
"""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CODE_WORDS", "COLUMN_WORDS", "GENERIC", "SHEET_WORDS", "STATUS_WORDS"]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for line in text.splitlines() for word in line.split("|") if word.strip())


# Headers that say little by themselves: alone they do not tell what a sheet is.
GENERIC = frozenset(
    _words("name|names|naam|nom|nombre|nome|id|code|nr|no|number|#|title|titel|titre|título|type|kind|owner|lead|leads|role|function"
           "|department|team|teams|unit|status|source|target|task|step|action|notes|description|parent|person|level|value|date|due")
)  # fmt: skip

# What people write for the status of an action; "accepted" is no waiver: the action itself may be what was accepted.
STATUS_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "open": _words("""open|to do|todo|not started|planned|pending|new|started|in progress|ongoing|wip|busy|underway|under way|open staand|te doen|gepland|gestart
        bezig|in behandeling|in uitvoering|lopend|loopt|offen|geplant|begonnen|gestartet|laufend|läuft|in arbeit|in bearbeitung|ouvert|ouverte|à faire|prévu|prévue
        en cours|commencé|commencée|abierto|abierta|pendiente|por hacer|planificado|en curso|en progreso|iniciado|aberto|aberta|pendente|a fazer
        planejado|planeado|em andamento|em curso|em progresso"""),
    "done": _words("""done|finished|complete|completed|ready|closed|resolved|implemented|gereed|klaar|afgerond|voltooid|afgesloten|gedaan|erledigt|fertig
        abgeschlossen|umgesetzt|fait|faite|terminé|terminée|achevé|achevée|clos|hecho|hecha|terminado|terminada|completado|completada|cerrado|cerrada|feito
        feita|concluído|concluída|fechado|fechada"""),
    "waived": _words("""waived|waiver|risk accepted|accepted risk|risico geaccepteerd|geaccepteerd risico|vrijgesteld|vrijstelling|risiko akzeptiert|risque accepté|riesgo aceptado|risco aceito|risco aceite"""),
})  # fmt: skip

# What people write for the letters, above a column of names or in a legend.
CODE_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "R": _words("""responsible|does|doer|performs|responsable|verantwoordelijk|uitvoerend|uitvoerend verantwoordelijk|uitvoerder|verantwortlich
        durchführung|durchführend|durchführungsverantwortlich|durchführungsverantwortung|réalisateur|réalise|réalisation|responsável|ejecutor
        executor|executa|ejecuta"""),
    "A": _words("""accountable|approver|approves|eindverantwoordelijk|eindverantwoordelijke|aansprakelijk|rechenschaftspflichtig|gesamtverantwortung
        gesamtverantwortlich|gesamtverantwortlicher|approbateur|approuve|autorité|redevable|aprobador|aprueba|autoridad|rinde cuentas
        aprovador|aprova|autoridade|prestador de contas"""),
    "C": _words("""consulted|consult|to consult|geraadpleegd|raadplegen|te raadplegen|konsultiert|zu konsultieren|consulté|consultée|consultés|à consulter
        consultado|consultados|consultar"""),
    "I": _words("""informed|inform|to inform|geïnformeerd|informeren|te informeren|informiert|zu informieren|informé|informée|informés|à informer
        informado|informados|informar"""),
})  # fmt: skip

SHEET_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "organisation": _words("""organisation|organization|company|organisatie|bedrijf|unternehmen|organisation info|entreprise|société
        organización|organizacion|empresa|organização|general|algemeen|allgemein|about this audit"""),
    "departments": _words("""departments|department|teams|team|units|unit|business units|org units|organisational units|organizational units
        divisions|department list|afdelingen|afdeling|abteilungen|abteilung|bereiche|organisationseinheiten|départements|départment|services
        équipes|directions|departamentos|departamento|áreas|equipos|unidades|equipes|setores"""),
    "people": _words("""people|person|persons|staff|employees|employee list|members|team members|headcount list|personnel|personen|medewerkers
        personeel|mitarbeiter|mitarbeitende|personal|personnes|collaborateurs|employés|personas|empleados|plantilla|pessoas|funcionários
        colaboradores"""),
    "processes": _words("""processes|process|process list|process register|activities|capabilities|processen|proces|processenlijst|prozesse|prozess
        prozessliste|processus|liste des processus|procesos|proceso|processos|processo"""),
    "raci": _words("""raci|raci matrix|raci chart|rasci|raci-matrix|raci matrix|responsibilities|responsibility matrix|responsibility assignment
        verantwoordelijkheden|verantwortlichkeiten|responsabilités|responsabilidades|matriz raci|matrice raci"""),
    "journeys": _words("""journeys|journey|customer journeys|customer journey|journey list|klantreizen|klantreis|customer journey's|kundenreisen
        kundenreise|parcours|parcours client|parcours clients|viajes del cliente|recorridos|recorridos del cliente|jornadas
        jornadas do cliente|jornada do cliente"""),
    "journey_steps": _words("""journey steps|journey step|steps|touchpoints|journey touchpoints|journey map|stappen|klantreisstappen|klantreis stappen
        stappen klantreis|contactmomenten|schritte|reiseschritte|kundenreise schritte|kontaktpunkte|étapes|étapes du parcours|pasos
        etapas|pasos del recorrido|etapas da jornada|passos"""),
    "collaboration": _words("""collaboration|collaborations|collaboration matrix|ties|edges|links|relations|relationships|network|interactions
        contacts between departments|samenwerking|samenwerkingen|relaties|zusammenarbeit|beziehungen|netzwerk|collaboration entre services
        coopération|colaboración|colaboraciones|relaciones|colaboração|colaborações|relações"""),
    "goals": _words("""goals|goal|kpis|kpi|objectives|okrs|targets|doelen|doelstellingen|ziele|zielsetzungen|objectifs|objetivos|metas"""),
    "survey": _words("""survey|survey answers|survey responses|responses|questionnaire|answers|enquête|enquete|vragenlijst|antwoorden|umfrage|befragung
        fragebogen|sondage|réponses|encuesta|respuestas|pesquisa|inquérito|respostas"""),
    "actions": _words("""actions|action list|action plan|acties|actielijst|actieplan|maßnahmen|massnahmen|aktionen|plan d'action|acciones
        plan de acción|ações|plano de ação"""),
    "crosswalk": _words("""crosswalk|cross walk|renames|renamed|reorganisation|reorganization|old and new names|naamswijzigingen|reorganisatie
        umbenennungen|reorganisation|umbenannt|renommages|réorganisation|cambios de nombre|reorganización|mudanças de nome|reorganização"""),
})  # fmt: skip

COLUMN_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "departments": {
        "department": _words("""department name|team|team name|unit|unit name|business unit|org unit|organisational unit|organizational unit|division
            name|afdeling|afdelingsnaam|naam|abteilung|abteilungsname|bereich|organisationseinheit|département|service|équipe|nom
            departamento|área|equipo|unidad|nombre|equipe|setor|unidade|nome"""),
        "id": _words("""code|key|short name|abbreviation|cost centre|cost center|nr|no|number|afkorting|nummer|kürzel|kostenstelle|sigle|sigla|código|n.º|n°"""),
        "parent": _words("""parent department|parent team|parent unit|parent division|part of|reports to|reports to unit|belongs to|higher unit|division
            directorate|bovenliggende afdeling|onderdeel van|valt onder|hoofdafdeling|übergeordnet|übergeordnete abteilung|gehört zu|teil von
            rattaché à|département parent|direction|depende de|departamento superior|departamento pai|subordinado a|superior"""),
        "head": _words("""head of department|department head|lead|leads|team lead|team leader|leader|manager|director|chair|chairs|heads
            hoofd|afdelingshoofd|leidinggevende|leiter|leiterin|leitung|abteilungsleiter|responsable|chef|chef de service|jefe|jefa
            responsable de departamento|gerente|chefe|líder|responsável"""),
        "headcount": _words("""fte|ftes|total fte|employees|staff|people|size|number of people|number of employees|aantal medewerkers|bezetting|omvang
            mitarbeiterzahl|anzahl mitarbeiter|köpfe|effectif|effectifs|plantilla|número de empleados|efetivo|número de pessoas"""),
        "customer_facing": _words("""meets customers|customer contact|front office|frontline|front line|klantcontact|klantgericht|kundenkontakt
            mit kundenkontakt|contact client|en contact avec les clients|contacto con clientes|cara al cliente|contato com clientes"""),
        "external": _words("""supplier|partner|external party|outsourced|supplier or partner|extern|leverancier|lieferant|dienstleister|externe
            fournisseur|prestataire|externo|proveedor|fornecedor|parceiro"""),
    },
    "people": {
        "person": _words("""name|full name|person name|employee|employee name|staff member|member|display name|naam|volledige naam|medewerker
            persoon|mitarbeiter|mitarbeiterin|vollständiger name|personne|nom|nom complet|collaborateur|persona|nombre|nombre completo
            empleado|pessoa|nome|nome completo|funcionário|colaborador"""),
        "id": _words("""code|key|employee id|employee number|employee no|staff id|staff number|personnel number|person id|post ref|user|user name
            username|login|handle|github|git hub|alias|e-mail|email|mail|nr|no|number|personeelsnummer|personalnummer|matricule|legajo
            matrícula|número|código|kürzel|sigle|nummer|sigla|n.º|n°"""),
        "department": _words("""department id|department name|team|teams|unit|business unit|org unit|works in|afdeling|team name|abteilung|bereich
            département|service|équipe|departamento|área|equipo|equipe|setor"""),
        "role": _words("""job title|title|job|position|function|role title|functie|rol|stelle|funktion|rolle|fonction|poste|rôle|cargo|puesto
            función|rol en la empresa|função|papel"""),
        "manager": _words("""reports to|line manager|supervisor|boss|manager id|leidinggevende|rapporteert aan|vorgesetzter|vorgesetzte|berichtet an
            responsable hiérarchique|supérieur|rattaché à|jefe|jefa|reporta a|superior|gestor|chefe"""),
    },
    "processes": {
        "process": _words("""process name|name|activity|capability|proces|procesnaam|naam|prozess|prozessname|processus|nom du processus|nom|proceso
            nombre|processo|nome"""),
        "id": _words("""code|key|process code|process no|process number|nr|no|number|nummer|código|kürzel|sigle|sigla|n.º|n°"""),
        "owner_department": _words("""owning department|owning team|owner team|department|team|responsible department|process department|afdeling
            eigenaar afdeling|verantwoordelijke afdeling|abteilung|verantwortliche abteilung|département|service|département responsable
            departamento|departamento responsable|área|área responsável|departamento responsável"""),
        "accountable": _words("""process owner|owner|process lead|lead|accountable person|proceseigenaar|eigenaar|eindverantwoordelijke|verantwoordelijke
            prozesseigner|prozessverantwortlicher|verantwortlich|responsable|propriétaire|pilote|responsable del proceso|dueño
            dueño del proceso|dono do processo|responsável"""),
        "parent": _words("""parent process|parent id|part of|process group|bovenliggend proces|hoofdproces|onderdeel van|übergeordneter prozess
            hauptprozess|processus parent|macroprocessus|proceso padre|macroproceso|processo pai|macroprocesso"""),
        "criticality": _words("""critical|priority|importance|kritikaliteit|belang|prioriteit|kritikalität|wichtigkeit|priorität|criticité|importance
            criticidad|importancia|criticidade|importância"""),
        "volume": _words("""volume|volume per year|yearly volume|cases per year|times a year|jaarvolume|aantal per jaar|jahresvolumen|menge pro jahr
            volume annuel|volumen anual|volume anual"""),
    },
    "raci": {
        "process": _words("""process id|activity|process / activity|task|step|deliverable|journey id|journey|decision|name|proces|activiteit|taak|klantreis
            prozess|aktivität|aufgabe|tätigkeit|kundenreise|processus|activité|tâche|parcours|proceso|actividad|tarea|recorrido|processo
            atividade|tarefa|jornada"""),
        "holder": _words("""department person or role|person|who|assignee|holder|department|team|role|name|persoon|wie|afdeling|rol|person / rolle|wer
            abteilung|rolle|personne|qui|service|département|rôle|persona|quién|departamento|rol|pessoa|quem|papel"""),
        "code": _words("""raci|raci code|letter|assignment|responsibility|letters|raci letter|rasci|verantwoordelijkheid|verantwortung|responsabilité
            responsabilidad|responsabilidade"""),
    },
    "journeys": {
        "journey": _words("""journey name|customer journey|name|klantreis|naam|kundenreise|parcours|parcours client|nom|recorrido|viaje del cliente
            nombre|jornada|jornada do cliente|nome"""),
        "id": _words("""code|key|journey code|journey no|nr|no|number|nummer|código|kürzel|sigle|sigla|n.º|n°"""),
        "segment": _words("""customer segment|segments|persona|target group|klantsegment|doelgroep|kundensegment|zielgruppe|segment client|segmento
            segmento de clientes|público"""),
        "owner": _words("""end to end owner person|journey owner|e2e owner|owner|end-to-end responsible|champion|champions|point of contact|eigenaar
            klantreiseigenaar|journey eigenaar|end-to-end eigenaar|eindverantwoordelijke|gesamtverantwortlich|gesamtverantwortlicher|verantwortlich
            eigner|ende-zu-ende verantwortlicher|responsable|propriétaire|responsable de bout en bout|pilote|dueño|responsable del recorrido
            responsable de extremo a extremo|dono|responsável|responsável de ponta a ponta|dono da jornada"""),
        "owner_department": _words("""end to end owner department|owning department|owner team|owning team|department|journey owner department|afdeling
            verantwoordelijke afdeling|eigenaar afdeling|afdeling eigenaar|afdeling van de eigenaar|abteilung|abteilung des eigners|verantwortliche abteilung|département
            département responsable|service responsable|departamento|departamento responsable|departamento responsável|área responsável"""),
        "sponsor": _words("""executive sponsor|management sponsor|opdrachtgever|auftraggeber|sponsor exécutif|commanditaire|patrocinador|padrinho"""),
        "mandate": _words("""has mandate|authority|mandaat|bevoegdheid|mandat|befugnis|pouvoir|mandato|autoridad|autoridade"""),
        "kpi": _words("""kpis|metric|measure|indicator|key figure|indicatie|prestatie-indicator|kennzahl|indicateur|indicador"""),
        "target": _words("""kpi target|goal|norm|doel|streefwaarde|ziel|zielwert|cible|objectif|objetivo|meta"""),
        "last_review": _words("""reviewed|last reviewed|review date|date of last review|laatste review|laatst besproken|laatste evaluatie|letzte überprüfung
            zuletzt geprüft|dernière revue|última revisión|última revisão"""),
        "importance": _words("""priority|weight|belang|prioriteit|wichtigkeit|bedeutung|priorität|importance|priorité|importancia|prioridad|importância
            prioridade"""),
        "volume": _words("""volume|customers per year|volume per year|yearly volume|times a year|jaarvolume|aantal per jaar|jahresvolumen|volume annuel
            volumen anual|volume anual"""),
        "satisfaction": _words("""csat|nps|customer satisfaction|score|klanttevredenheid|tevredenheid|kundenzufriedenheid|zufriedenheit
            satisfaction client|satisfacción|satisfação"""),
    },
    "journey_steps": {
        "journey": _words("""journey name|customer journey|klantreis|kundenreise|parcours|parcours client|recorrido|viaje del cliente|jornada
            jornada do cliente"""),
        "order": _words("""#|no|nr|number|step no|step nr|step number|sequence|seq|position|volgorde|nummer|volgnummer|stapnummer|reihenfolge
            schrittnummer|ordre|numéro|n°|n.º|orden|número|ordem"""),
        "step": _words("""step name|touchpoint|activity|task|description|what happens|stage|phase|role in journey|stap|stapnaam|activiteit|contactmoment
            omschrijving|schritt|schrittname|aktivität|kontaktpunkt|beschreibung|étape|activité|point de contact|paso|actividad|etapa|passo
            atividade"""),
        "department": _words("""department id|departments|team|teams|unit|done by|who|responsible department|responsible|actor|owning team|project team|afdeling
            afdelingen|uitgevoerd door|wie|verantwoordelijke afdeling|abteilung|ausgeführt von|wer|département|service|équipe|qui|departamento
            área|equipo|quién|equipe|setor|quem"""),
        "process": _words("""process id|supporting process|proces|prozess|processus|proceso|processo"""),
        "channel": _words("""channels|touchpoint channel|kanaal|kanal|canal|medium"""),
        "moment_of_truth": _words("""mot|key moment|critical moment|moment that matters|moment van de waarheid|sleutelmoment|moment der wahrheit
            schlüsselmoment|moment de vérité|momento de la verdad|momento da verdade"""),
        "hassle": _words("""pain|pain point|pain score|effort|customer effort|friction|ergernis|pijnpunt|moeite|ärger|aufwand für kunden|schmerzpunkt
            irritant|effort client|molestia|esfuerzo|dor|atrito|esforço"""),
        "duration": _words("""working time|processing time|work time|hours|touch time|duur|doorlooptijd|bewerkingstijd|dauer|bearbeitungszeit|durée
            temps de travail|duración|tiempo de trabajo|duração|tempo de trabalho"""),
        "waiting": _words("""waiting time|wait|wait time|delay|queue time|wachttijd|wartezeit|liegezeit|attente|temps d'attente|délai|espera
            tiempo de espera|tempo de espera"""),
    },
    "collaboration": {
        "from": _words("""source|from department|from person|from team|team a|department a|person a|respondent|reporter|primarycollaborator_organization
            van|bron|van afdeling|von|quelle|abteilung a|de|de la part de|depuis|origen|desde|origem"""),
        "to": _words("""target|to department|to person|to team|team b|department b|person b|contact|secondarycollaborator_organization
            naar|met|aan|naar afdeling|nach|zu|an|ziel|mit|abteilung b|à|vers|avec|cible|a|hacia|destino|con|para|com"""),
        "strength": _words("""weight|frequency|intensity|hours|hours per week|value|count|group_collaboration_time_invested|sterkte|gewicht|frequentie
            intensiteit|stärke|häufigkeit|intensität|force|poids|fréquence|intensité|fuerza|peso|frecuencia|força|frequência"""),
        "kind": _words("""type|type of contact|relation|link|label|topic|about|soort|relatie|onderwerp|art|thema|typ|nature|sujet|tipo|tema|assunto"""),
        "source": _words("""evidence|known from|reported by|data source|herkomst|bewijs|herkunft|beleg|nachweis|preuve|provenance|evidencia|fuente
            evidência|fonte"""),
    },
    "goals": {
        "goal": _words("""objective|goal name|kpi|okr|target name|doel|doelstelling|ziel|zielsetzung|objectif|objetivo|meta"""),
        "owner_department": _words("""department|team|teams|owning department|owner|goal owner|afdeling|eigenaar afdeling|eigenaar|abteilung
            verantwortliche abteilung|département|service|departamento|área|setor"""),
        "perspective": _words("""category|theme|perspectief|categorie|perspektive|kategorie|catégorie|perspectiva|categoría|categoria"""),
        "horizon": _words("""horizon|months|term|time horizon|termijn|termijn in maanden|maanden|zeithorizont|monate|échéance|mois|horizonte|plazo|meses
            prazo"""),
        "journey": _words("""customer journey|klantreis|kundenreise|parcours|recorrido|jornada"""),
        "target": _words("""target value|norm|streefwaarde|zielwert|sollwert|cible|valor objetivo|meta alvo|alvo"""),
        "actual": _words("""actual value|result|current|realisatie|resultaat|huidig|istwert|ergebnis|ist|réel|réalisé|résultat|real|resultado|atual"""),
        "conflicts_with": _words("""conflict|conflicts|works against|conflicteert met|in strijd met|konflikt mit|steht im konflikt mit|en conflit avec
            entra en conflicto con|conflicto con|em conflito com"""),
    },
    "survey": {
        "respondent": _words("""respondent id|response id|participant|respondentnummer|deelnemer|teilnehmer|befragter|répondant|encuestado|respondente|id"""),
        "department": _words("""team|unit|business unit|afdeling|abteilung|bereich|département|service|departamento|área|setor"""),
        "level": _words("""job level|management level|seniority|niveau|functieniveau|ebene|hierarchieebene|nivel|nível"""),
    },
    "actions": {
        "finding": _words("""finding id|bevinding|befund|feststellung|constat|hallazgo|constatação"""),
        "action": _words("""what|measure|actie|maßnahme|massnahme|aktion|acción|ação"""),
        "owner": _words("""who|assigned to|eigenaar|verantwortlich|responsable|responsável"""),
        "due": _words("""due date|deadline|by when|gereed op|vervaldatum|uiterlijk|uiterlijk op|einddatum|fällig|fällig am|échéance|fecha límite|vencimiento|prazo"""),
        "status": _words("""state|stand|statut|estado|situação"""),
        "waiver_reason": _words("""reason|reason for waiver|reden|reden van vrijstelling|reden vrijstelling|grund|begründung|raison|motivo"""),
        "waiver_until": _words("""waived until|accepted until|until|tot|vrijgesteld tot|vrijstelling tot|bis|jusqu'au|hasta|até"""),
        "found": _words("""wat is gevonden|wat gevonden is|wat er gevonden is"""),
    },
    "crosswalk": {
        "now": _words("""now|is|new name|current name|name today|naam nu|nieuwe naam|nu|neuer name|jetzt|nom actuel|nouveau nom|nombre actual|nuevo nombre
            nome atual|novo nome"""),
        "was": _words("""was|before|old name|former name|previous name|name then|naam toen|oude naam|naam vroeger|alter name|früher|früherer name|ancien nom
            nombre anterior|nome anterior|nome antigo"""),
        "kind": _words("""type|soort|art|typ|nature|tipo"""),
    },
})  # fmt: skip
