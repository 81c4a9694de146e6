"""Is the organisation chart who works together? The communities of the ties, beside the departments of the chart."""

from collections.abc import Callable, Iterator, Sequence

from alignment.analysis import communities
from alignment.analysis.base import Context, Reading, declared_measures, measure, not_applicable, reading
from alignment.analysis.literature import GUIMERA, HUBERT, NEWMAN_GIRVAN, TRAAG, VINH
from alignment.analysis.parts import LEAST_COMPARED, OBSTACLES, compared, nouns
from alignment.language import number_text, say
from alignment.wording import counted

__all__ = ["MEASURES"]

_NEEDS = ("collaboration",)
_TOO_FEW = f"{OBSTACLES}; fewer than {LEAST_COMPARED} people have a tie and a known department"
_FOUND = "Communities: the division of U of the greatest modularity in many searches (Leiden), each tie counting once"
_SCALE = "1: who stands together in the chart is who works together; 0: no more so than in a chart with names shuffled"


def _agreement(context: Context, index: Callable[[Sequence[str], Sequence[int]], float | None]) -> Iterator[Reading]:
    found = compared(context)
    if isinstance(found, Reading):
        yield found
        return
    node, group = nouns(context)
    value = index(list(found.group.values()), [found.found.label[one] for one in found.group])
    if value is None:
        yield not_applicable(say("chart and ties both put all together"))
        return
    note = say(
        "{nodes}: {communities} beside {groups}; 0 by chance",
        nodes=counted(len(found.group), node),
        communities=counted(len(found.members), "community"),
        groups=counted(len(set(found.group.values())), group),
    )
    if not found.clear:
        note += "; " + say("the ties form no clear communities, so little follows")
    yield reading(value, note=note)


@measure(
    "silos.agreement",
    "Agreement of chart and ties",
    formula=f"(I − E[I]) / ((H_1 + H_2)/2 − E[I]), I the mutual information of chart and "
    f"communities, E[I] that by chance, H their entropies. {_FOUND}",
    unit="index",
    direction="neither",
    range=(-1, 1),
    needs=_NEEDS,
    source=f"{VINH} Communities: {TRAAG}",
    reading=f"{_SCALE}. High goes with silos as well as with a good chart: it tells whether the chart is where work "
    "happens, not whether that is good.",
    undefined=f"{_TOO_FEW}; chart and ties both put all together",
    differs="Divides by the mean of both entropies, as scikit-learn does; where the larger of both is taken, it is "
    "lower.",
)
def agreement(context: Context) -> Iterator[Reading]:
    """Adjusted mutual information of chart and communities."""
    yield from _agreement(context, communities.adjusted_mutual_information)


@measure(
    "silos.agreement_rand",
    "Agreement of chart and ties, by pairs",
    formula=f"Adjusted Rand index: pairs together in both, beyond chance. {_FOUND}",
    unit="index",
    direction="neither",
    range=(-1, 1),
    needs=_NEEDS,
    source=f"{HUBERT} Communities: {TRAAG}",
    reading=f"{_SCALE}. By pairs of people large departments weigh more, and few large communities lower it.",
    undefined=f"{_TOO_FEW}; chart and ties both put all together",
)
def agreement_rand(context: Context) -> Iterator[Reading]:
    """Adjusted Rand index of chart and communities."""
    yield from _agreement(context, communities.adjusted_rand)


@measure(
    "silos.community_modularity",
    "Modularity of the communities",
    formula=f"Q = Tr e − Σ a_k² of the communities. {_FOUND}. By chance about (1 − 2/√N) ((N−1)/L)^(2/3)",
    unit="index",
    direction="neither",
    range=(-0.5, 1),
    needs=_NEEDS,
    source=f"{NEWMAN_GIRVAN} By chance: {GUIMERA}",
    reading="How clearly the ties fall into groups at all. A search finds groups in a random network too: only what "
    "lies above the figure in the note is structure.",
    undefined=_TOO_FEW,
)
def community_modularity(context: Context) -> Iterator[Reading]:
    """Modularity of the communities, beside that of a random network."""
    found = compared(context)
    if isinstance(found, Reading):
        yield found
    else:
        note = say(
            "{communities}; about {value} in a random network of as many ties",
            communities=counted(found.found.number, "community"),
            value=number_text(found.found.by_chance, 2),
        )
        yield reading(found.found.modularity, note=note)


MEASURES = declared_measures(globals())
