"""Where do formulas and limits come from? Each publication once, in full, for all measures and rules that rest on it."""

__all__ = [
    "AALST",
    "BORGATTI",
    "BRANDES",
    "CARLZON",
    "CATALDO",
    "COHEN",
    "COSTENBADER",
    "FREEMAN",
    "HAMMER",
    "HILL",
    "HIRSCHMAN",
    "HOPCROFT",
    "KOSSINETS",
    "KRACKHARDT",
    "KRACKHARDT_STERN",
    "KWAN",
    "LEONARDI",
    "NEWMAN",
    "NEWMAN_GIRVAN",
    "PHIPSON",
    "PIELOU",
    "PIPINO",
    "ROTHER",
    "RUMMLER",
    "SMITH",
    "WASSERMAN",
    "YULE",
]

AALST = (
    "van der Aalst, W. M. P., Reijers, H. A. & Song, M. (2005). Discovering social networks from event logs. "
    "Computer Supported Cooperative Work, 14(6), 549–593."
)
BORGATTI = (
    "Borgatti, S. P. (2006). Identifying sets of key players in a social network. Computational & Mathematical "
    "Organization Theory, 12(1), 21–34."
)
BRANDES = (
    "Brandes, U. (2001). A faster algorithm for betweenness centrality. Journal of Mathematical Sociology, 25(2), "
    "163–177."
)
CARLZON = "Carlzon, J. (1987). Moments of Truth. Ballinger."
CATALDO = (
    "Cataldo, M., Wagstrom, P. A., Herbsleb, J. D. & Carley, K. M. (2006). Identification of coordination requirements: "
    "implications for the design of collaboration and awareness tools. Proc. CSCW 2006, 353–362. "
    "Cataldo, M., Herbsleb, J. D. & Carley, K. M. (2008). Socio-technical congruence: a framework for assessing the "
    "impact of technical and work dependencies on software development productivity. Proc. ESEM 2008, 2–11."
)
COHEN = (
    "Cohen, J. (1988). Statistical Power Analysis for the Behavioral Sciences (2nd ed.). Lawrence Erlbaum, section 3.2."
)
COSTENBADER = (
    "Costenbader, E. & Valente, T. W. (2003). The stability of centrality measures when networks are sampled. "
    "Social Networks, 25(4), 283–307."
)
FREEMAN = "Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry, 40(1), 35–41."
HAMMER = "Hammer, M. (2007). The process audit. Harvard Business Review, 85(4), 111–123 (PEMM)."
HILL = "Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences. Ecology, 54(2), 427–432."
HIRSCHMAN = "Hirschman, A. O. (1964). The paternity of an index. American Economic Review, 54(5), 761–762."
HOPCROFT = (
    "Hopcroft, J. & Tarjan, R. (1973). Algorithm 447: efficient algorithms for graph manipulation. "
    "Communications of the ACM, 16(6), 372–378."
)
KOSSINETS = "Kossinets, G. (2006). Effects of missing data in social networks. Social Networks, 28(3), 247–268."
KRACKHARDT = (
    "Krackhardt, D. (1994). Graph theoretical dimensions of informal organizations. In K. M. Carley & M. J. Prietula "
    "(Eds.), Computational Organization Theory (pp. 89–111). Lawrence Erlbaum."
)
KRACKHARDT_STERN = (
    "Krackhardt, D. & Stern, R. N. (1988). Informal networks and organizational crises: an experimental simulation. "
    "Social Psychology Quarterly, 51(2), 123–140."
)
KWAN = (
    "Kwan, I., Schröter, A. & Damian, D. (2011). Does socio-technical congruence have an effect on software build "
    "success? A study of coordination in a software project. IEEE Transactions on Software Engineering, 37(3), 307–324."
)
LEONARDI = "Leonardi, P. & Contractor, N. (2018). Better people analytics. Harvard Business Review, 96(6), 70–81."
NEWMAN = "Newman, M. E. J. (2003). Mixing patterns in networks. Physical Review E, 67(2), 026126."
NEWMAN_GIRVAN = (
    "Newman, M. E. J. & Girvan, M. (2004). Finding and evaluating community structure in networks. "
    "Physical Review E, 69(2), 026113."
)
PHIPSON = (
    "Phipson, B. & Smyth, G. K. (2010). Permutation P-values should never be zero: calculating exact P-values when "
    "permutations are randomly drawn. Statistical Applications in Genetics and Molecular Biology, 9(1), Article 39."
)
PIELOU = (
    "Pielou, E. C. (1966). The measurement of diversity in different types of biological collections. "
    "Journal of Theoretical Biology, 13, 131–144."
)
PIPINO = (
    "Pipino, L. L., Lee, Y. W. & Wang, R. Y. (2002). Data quality assessment. "
    "Communications of the ACM, 45(4), 211–218."
)
ROTHER = "Rother, M. & Shook, J. (1999). Learning to See: Value Stream Mapping. Lean Enterprise Institute."
RUMMLER = (
    "Rummler, G. A. & Brache, A. P. (1990). Improving Performance: How to Manage the White Space on the Organization "
    "Chart. Jossey-Bass."
)
SMITH = "Smith, M. L. & Erwin, J. (2005). Role & Responsibility Charting (RACI). Project Management Forum."
WASSERMAN = (
    "Wasserman, S. & Faust, K. (1994). Social Network Analysis: Methods and Applications. Cambridge University Press."
)
YULE = (
    "Yule, G. U. (1900). On the association of attributes in statistics. Philosophical Transactions of the Royal "
    "Society of London A, 194, 257–319."
)
