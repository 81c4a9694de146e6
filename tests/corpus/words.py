"""What do people of six languages write above their columns and on their sheets? What a native speaker would put there."""

from collections.abc import Mapping

__all__ = ["LANGUAGES", "WORDS"]

LANGUAGES = ("en", "nl", "de", "fr", "es", "pt")

# sheets, headers, then words on the sheet; one column a language.
_TABLE = """
s.departments  | Departments | Afdelingen | Abteilungen | Départements | Departamentos | Departamentos
s.people       | People | Medewerkers | Mitarbeiter | Personnel | Personas | Pessoas
s.processes    | Processes | Processen | Prozesse | Processus | Procesos | Processos
s.raci         | RACI matrix | RACI-matrix | RACI-Matrix | Matrice RACI | Matriz RACI | Matriz RACI
s.journeys     | Customer journeys | Klantreizen | Kundenreisen | Parcours clients | Recorridos del cliente | Jornadas do cliente
s.steps        | Journey steps | Klantreisstappen | Kundenreise Schritte | Étapes du parcours | Pasos del recorrido | Etapas da jornada
s.ties         | Collaboration | Samenwerking | Zusammenarbeit | Coopération | Colaboración | Colaboração
s.opaque       | Sheet | Blad | Tabelle | Feuil | Hoja | Planilha
department     | Department | Afdeling | Abteilung | Département | Departamento | Departamento
id             | ID | Code | Kürzel | Code | Código | Código
number         | No. | Nr. | Nr. | N° | N.º | N.º
parent         | Parent department | Bovenliggende afdeling | Übergeordnete Abteilung | Département parent | Departamento superior | Departamento superior
parent_id      | Parent ID | Code bovenliggende afdeling | Kürzel übergeordnete Abteilung | Code département parent | Código departamento superior | Código departamento superior
level1         | Division | Divisie | Bereich | Direction | División | Diretoria
level2         | Department | Afdeling | Abteilung | Département | Departamento | Departamento
level3         | Team | Team | Team | Équipe | Equipo | Equipe
person         | Name | Naam | Name | Nom | Nombre | Nome
role           | Job title | Functie | Funktion | Fonction | Cargo | Cargo
manager        | Reports to | Leidinggevende | Vorgesetzter | Supérieur | Reporta a | Gestor
process        | Process | Proces | Prozess | Processus | Proceso | Processo
owner_unit     | Owner department | Verantwoordelijke afdeling | Verantwortliche Abteilung | Département responsable | Departamento responsable | Departamento responsável
accountable    | Process owner | Proceseigenaar | Prozesseigner | Pilote | Dueño del proceso | Dono do processo
activity       | Activity | Activiteit | Aktivität | Activité | Actividad | Atividade
holder         | Who | Wie | Wer | Qui | Quién | Quem
holder_role    | Role | Rol | Rolle | Rôle | Rol | Papel
code           | RACI | RACI | RACI | RACI | RACI | RACI
r              | Responsible | Uitvoerend verantwoordelijk (R) | Durchführung (R) | Réalisateur (R) | Responsable (R) | Responsável (R)
a              | Accountable | Eindverantwoordelijk (A) | Gesamtverantwortung (A) | Approbateur (A) | Aprobador (A) | Aprovador (A)
c              | Consulted | Geraadpleegd (C) | Konsultiert (C) | Consulté (C) | Consultado (C) | Consultado (C)
i              | Informed | Geïnformeerd (I) | Informiert (I) | Informé (I) | Informado (I) | Informado (I)
journey        | Journey | Klantreis | Kundenreise | Parcours | Recorrido | Jornada
owner          | End-to-end owner | Klantreiseigenaar | Gesamtverantwortlicher | Propriétaire | Responsable del recorrido | Dono da jornada
importance     | Importance | Belang | Wichtigkeit | Importance | Importancia | Importância
order          | No. | Volgnummer | Nr. | N° | Orden | Ordem
step           | Step | Stap | Schritt | Étape | Paso | Etapa
from           | From | Van | Von | De | De | De
to             | To | Naar | An | Vers | A | Para
strength       | Strength | Sterkte | Stärke | Intensité | Fuerza | Força
remark         | Remarks | Opmerkingen | Bemerkungen | Remarques | Observaciones | Observações
phase          | Phase | Fase | Phase | Phase | Fase | Fase
version        | Version | Versie | Version | Version | Versión | Versão
date           | Date | Datum | Datum | Date | Fecha | Data
author         | Author | Auteur | Autor | Auteur | Autor | Autor
status         | Status | Status | Status | Statut | Estado | Estado
draft          | Draft | Concept | Entwurf | Brouillon | Borrador | Rascunho
internal       | For internal use only | Alleen voor intern gebruik | Nur für den internen Gebrauch | Usage interne uniquement | Solo para uso interno | Apenas para uso interno
legend         | Legend | Legenda | Legende | Légende | Leyenda | Legenda
note           | Note: figures as of 1 March, please send changes to the project office. | Opmerking: stand per 1 maart, wijzigingen graag doorgeven aan het projectbureau. | Hinweis: Stand 1. März, Änderungen bitte an das Projektbüro melden. | Remarque : situation au 1er mars, merci d'envoyer vos corrections au bureau de projet. | Nota: datos a 1 de marzo, envíe los cambios a la oficina de proyectos. | Nota: dados de 1 de março, envie as alterações ao escritório de projetos.
source         | * Source: survey of the departments | * Bron: enquête onder de afdelingen | * Quelle: Befragung der Abteilungen | * Source : enquête auprès des départements | * Fuente: encuesta a los departamentos | * Fonte: pesquisa com os departamentos
vacant         | Vacant | Vacature | Unbesetzt | Poste vacant | Vacante | Vaga
and            | and | en | und | et | y | e
"""

_ROWS = [[part.strip() for part in line.split("|")] for line in _TABLE.strip().splitlines()]

# language → word → as it is written
WORDS: Mapping[str, Mapping[str, str]] = {
    language: {row[0]: row[1 + number] for row in _ROWS} for number, language in enumerate(LANGUAGES)
}
