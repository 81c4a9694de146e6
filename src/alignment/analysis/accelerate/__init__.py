"""How are the slow measures taken at company size? A graph becomes arrays once; here they are measured in array form.

NetworkX stays the model and the reference: on small graphs every figure here is compared with pure NetworkX.
"""

from alignment.analysis.accelerate.backbone import backbone, component_sizes
from alignment.analysis.accelerate.distances import distance_fragmentation, distance_fragmentation_without
from alignment.analysis.accelerate.graph_arrays import Arrays, arrays
from alignment.analysis.accelerate.leiden import communities
from alignment.analysis.accelerate.shortest_paths import betweenness, sampled_betweenness, weighted_betweenness
from alignment.analysis.accelerate.structural_holes import constraint, effective_size

__all__ = [
    "Arrays",
    "arrays",
    "backbone",
    "betweenness",
    "communities",
    "component_sizes",
    "constraint",
    "distance_fragmentation",
    "distance_fragmentation_without",
    "effective_size",
    "sampled_betweenness",
    "weighted_betweenness",
]
