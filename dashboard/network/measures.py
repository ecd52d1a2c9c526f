"""What is measured in the graph, each measure in words with the source of its formula."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import networkx as nx
import numpy as np
import pandas as pd

from dashboard.model import message
from dashboard.network.graph import acts, pairs, signed


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its ``name``, what it says ``in_words``, where the formula is from, and its decimals."""

    name: str
    in_words: str
    source: str
    decimals: int = 0


#: Of each actor; the keys are the columns of ``of_actors``.
OF_ACTORS: Final[dict[str, Measure]] = {
    "degree": Measure(
        message("Partners"),
        "With how many other actors the actor has a tie (degree).",
        "Freeman 1978, Social Networks 1(3), doi:10.1016/0378-8733(78)90021-7",
    ),
    "weighted_degree": Measure(
        message("Events"),
        "The events of all its ties; an event with several partners counts once with each (weighted degree, strength).",
        "Barrat et al. 2004, PNAS 101(11), doi:10.1073/pnas.0400087101",
    ),
    "betweenness": Measure(
        message("Betweenness"),
        "Of the shortest ways between any two others, the share that runs through the actor, 0 to 1. A tie is the "
        "shorter the more events it has: its length is one divided by them.",
        "Freeman 1977, Sociometry 40(1), doi:10.2307/3033543; lengths as in Newman 2001, Physical Review E 64, "
        "doi:10.1103/PhysRevE.64.016132",
        3,
    ),
    "eigenvector": Measure(
        message("Eigenvector"),
        "High if those to whom the actor is tied are themselves well tied, by numbers of events: the largest "
        "eigenvector of the table of events, with length 1. Outside the largest connected part it is 0.",
        "Bonacich 1987, American Journal of Sociology 92(5), doi:10.1086/228631",
        3,
    ),
    "reciprocity": Measure(
        message("Answered"),
        "Of the actor's arrows to and from others, the share whose other direction exists too; empty without arrows.",
        "Garlaschelli & Loffredo 2004, Physical Review Letters 93, doi:10.1103/PhysRevLett.93.268701 (their r)",
        2,
    ),
    "community": Measure(
        message("Group"),
        "Actors of one group share more events with each other than their totals would let expect by chance: the "
        "grouping of greatest modularity that greedy joining finds. A is the group with the most events.",
        "Clauset, Newman & Moore 2004, Physical Review E 70, doi:10.1103/PhysRevE.70.066111",
    ),
}
#: Of the whole graph; the keys are those of ``of_graph``.
OF_GRAPH: Final[dict[str, Measure]] = {
    "actors": Measure("Actors", "Actors with a tie.", ""),
    "pairs": Measure("Pairs", "Pairs of actors with a tie.", ""),
    "events": Measure("Events in ties", "The events of all ties; an event of three parties makes three ties.", ""),
    "reciprocity": OF_ACTORS["reciprocity"],
    "groups": Measure("Groups", "How many groups of actors there are (see Group).", OF_ACTORS["community"].source),
    "modularity": Measure(
        "Modularity",
        "How much more of the events lies inside the groups than chance would put there; 0 is no more, 1 the most.",
        "Newman 2004, Physical Review E 70, doi:10.1103/PhysRevE.70.056131",
        2,
    ),
    "triads": Measure(
        "Triads", "Three actors, each two of them mostly in cooperation or mostly in conflict with each other.", ""
    ),
    "balanced": Measure(
        "Balanced triads",
        "The share of triads with none or two pairs in conflict: friends of friends, or a common opponent. Mediation "
        "takes no side.",
        "Cartwright & Harary 1956, Psychological Review 63(5), doi:10.1037/h0046049",
        2,
    ),
}


def communities(graph: nx.MultiDiGraph) -> dict[str, int]:
    """Return the group of each actor; 0 is the one with the most events."""
    whole = pairs(graph)
    if not whole.number_of_edges():
        return {}
    found = nx.community.greedy_modularity_communities(whole, weight="weight")
    strength = dict(whole.degree(weight="weight"))
    ordered = sorted(found, key=lambda group: (-sum(strength[actor] for actor in group), min(group)))
    return {actor: rank for rank, group in enumerate(ordered) for actor in group}


def of_actors(graph: nx.MultiDiGraph) -> pd.DataFrame:
    """Return a row per actor, the one with the most events first: ``actor`` and the keys of ``OF_ACTORS``."""
    columns = ["actor", *OF_ACTORS]
    whole, arrows = pairs(graph), acts(graph)
    if not whole.number_of_edges():
        return pd.DataFrame(columns=columns)
    between = nx.betweenness_centrality(whole, weight="length", normalized=True)
    standing = _eigenvector(whole)
    answered = nx.reciprocity(arrows, list(arrows)) if arrows.number_of_edges() else {}
    groups = communities(graph)
    rows = [
        {
            "actor": actor,
            "degree": int(whole.degree(actor)),
            "weighted_degree": int(whole.degree(actor, weight="weight")),
            "betweenness": float(between[actor]),
            "eigenvector": float(standing.get(actor, 0.0)),
            "reciprocity": answered.get(actor),
            "community": letter(groups[actor]),
        }
        for actor in sorted(whole)
    ]
    frame = pd.DataFrame(rows, columns=columns)
    frame["reciprocity"] = pd.to_numeric(frame["reciprocity"])
    return frame.sort_values(["weighted_degree", "actor"], ascending=[False, True], ignore_index=True)


def _eigenvector(whole: nx.Graph) -> dict[str, float]:
    """Return the leading eigenvector of the largest connected part; networkx's iteration may not come to its end."""
    parts: list[list[str]] = [sorted(part) for part in nx.connected_components(whole)]
    largest = max(parts, key=lambda part: (len(part), part))
    table = nx.to_numpy_array(whole, nodelist=largest, weight="weight")
    leading = np.abs(np.linalg.eigh(table).eigenvectors[:, -1])
    return dict(zip(largest, map(float, leading), strict=True))


def of_graph(graph: nx.MultiDiGraph) -> dict[str, Any]:
    """Return the keys of ``OF_GRAPH`` with their numbers; None where there is nothing to measure."""
    whole, arrows = pairs(graph), acts(graph)
    groups = communities(graph)
    parts = [{actor for actor, group in groups.items() if group == rank} for rank in sorted(set(groups.values()))]
    triads = balance(graph)
    number = sum(triads.values())
    return {
        "actors": whole.number_of_nodes(),
        "pairs": whole.number_of_edges(),
        "events": int(whole.size(weight="weight")),
        "reciprocity": nx.overall_reciprocity(arrows) if arrows.number_of_edges() else None,
        "groups": len(parts),
        "modularity": nx.community.modularity(whole, parts, weight="weight") if parts else None,
        "triads": number,
        "balanced": (triads["+++"] + triads["+--"]) / number if number else None,
    }


def balance(graph: nx.MultiDiGraph) -> Counter[str]:
    """Return how many triads there are of each kind: ``+++`` all in cooperation to ``---`` all in conflict."""
    whole = signed(graph)
    found: Counter[str] = Counter()
    for one in whole:
        later = [other for other in whole[one] if other > one]
        for two, three in combinations(later, 2):
            if whole.has_edge(two, three):
                signs = (whole[one][two]["sign"], whole[one][three]["sign"], whole[two][three]["sign"])
                found["".join("+" if sign > 0 else "-" for sign in sorted(signs, reverse=True))] += 1
    return found


def letter(rank: int) -> str:
    """Return the name of a group: A to Z, then AA, AB and so on."""
    return (letter(rank // 26 - 1) if rank >= 26 else "") + chr(ord("A") + rank % 26)
