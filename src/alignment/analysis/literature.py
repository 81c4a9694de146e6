"""Where do formulas and limits come from? Each publication once, in full, for all measures and rules that rest on it."""

__all__ = [
    "AALST",
    "ACHARYA",
    "BENJAMINI",
    "BLIESE",
    "BORGATTI",
    "BORGATTI_HOLES",
    "BRANDES",
    "BURKE",
    "BURKE_DUNLAP",
    "BURT",
    "CARLZON",
    "CATALDO",
    "COCHRAN",
    "COHEN",
    "COLEMAN",
    "COSTENBADER",
    "COX",
    "DEUTSCH",
    "DRATH",
    "EFRON",
    "FREEMAN",
    "GIBSON",
    "GOULD",
    "GRAHAM",
    "GUIMERA",
    "GUIMERA_AMARAL",
    "HAMMER",
    "HILL",
    "HIRSCHMAN",
    "HOPCROFT",
    "HUBERT",
    "JAMES",
    "KAPLAN",
    "KERR",
    "KOSSINETS",
    "KRACKHARDT",
    "KRACKHARDT_STERN",
    "KWAN",
    "LEONARDI",
    "LINDELL",
    "MACCORMACK",
    "NEWMAN",
    "NEWMAN_GIRVAN",
    "PHIPSON",
    "PIELOU",
    "PIPINO",
    "ROTHER",
    "RUMMLER",
    "SMITH",
    "TRAAG",
    "VINH",
    "WASSERMAN",
    "YULE",
]

AALST = (
    "van der Aalst, W. M. P., Reijers, H. A. & Song, M. (2005). Discovering social networks from event logs. "
    "Computer Supported Cooperative Work, 14(6), 549–593."
)
ACHARYA = (
    "Acharya, A., Lieber, R., Seem, L. & Welchman, T. (2017). How to identify the right ‘spans of control’ for your "
    "organization. McKinsey & Company, December 2017."
)
BENJAMINI = (
    "Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful approach to "
    "multiple testing. Journal of the Royal Statistical Society B, 57(1), 289–300."
)
BLIESE = (
    "Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability. In K. J. Klein & S. W. J. "
    "Kozlowski (Eds.), Multilevel Theory, Research, and Methods in Organizations (pp. 349–381). Jossey-Bass."
)
BORGATTI = (
    "Borgatti, S. P. (2006). Identifying sets of key players in a social network. Computational & Mathematical "
    "Organization Theory, 12(1), 21–34."
)
BORGATTI_HOLES = (
    "Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. Connections, 20(1), 35–38."
)
BRANDES = (
    "Brandes, U. (2001). A faster algorithm for betweenness centrality. Journal of Mathematical Sociology, 25(2), "
    "163–177."
)
BURKE = (
    "Burke, M. J., Finkelstein, L. M. & Dusig, M. S. (1999). On average deviation indices for estimating interrater "
    "agreement. Organizational Research Methods, 2(1), 49–68."
)
BURKE_DUNLAP = (
    "Burke, M. J. & Dunlap, W. P. (2002). Estimating interrater agreement with the average deviation index: a user's "
    "guide. Organizational Research Methods, 5(2), 159–172."
)
BURT = "Burt, R. S. (1992). Structural Holes: The Social Structure of Competition. Harvard University Press."
CARLZON = "Carlzon, J. (1987). Moments of Truth. Ballinger."
CATALDO = (
    "Cataldo, M., Wagstrom, P. A., Herbsleb, J. D. & Carley, K. M. (2006). Identification of coordination requirements: "
    "implications for the design of collaboration and awareness tools. Proc. CSCW 2006, 353–362. "
    "Cataldo, M., Herbsleb, J. D. & Carley, K. M. (2008). Socio-technical congruence: a framework for assessing the "
    "impact of technical and work dependencies on software development productivity. Proc. ESEM 2008, 2–11."
)
COCHRAN = "Cochran, W. G. (1977). Sampling Techniques (3rd ed.), chapter 6. New York: Wiley."
COHEN = (
    "Cohen, J. (1988). Statistical Power Analysis for the Behavioral Sciences (2nd ed.). Lawrence Erlbaum, section 3.2."
)
COLEMAN = (
    "Coleman, J. S. (1958). Relational analysis: the study of social organizations with survey methods. "
    "Human Organization, 17(4), 28–36."
)
COSTENBADER = (
    "Costenbader, E. & Valente, T. W. (2003). The stability of centrality measures when networks are sampled. "
    "Social Networks, 25(4), 283–307."
)
COX = (
    "Cox, L. H. (1980). Suppression methodology and statistical disclosure control. Journal of the American "
    "Statistical Association, 75(370), 377–385."
)
DEUTSCH = "Deutsch, M. (1949). A theory of co-operation and competition. Human Relations, 2(2), 129–152."
DRATH = (
    "Drath, W. H., McCauley, C. D., Palus, C. J., Van Velsor, E., O'Connor, P. M. G. & McGuire, J. B. (2008). "
    "Direction, alignment, commitment: toward a more integrative ontology of leadership. The Leadership Quarterly, "
    "19(6), 635–653."
)
EFRON = "Efron, B. & Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall."
FREEMAN = "Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry, 40(1), 35–41."
GIBSON = (
    "Gibson, C. B., Cooper, C. D. & Conger, J. A. (2009). Do you see what we see? The complex effects of perceptual "
    "distance between leaders and teams. Journal of Applied Psychology, 94(1), 62–76."
)
GOULD = (
    "Gould, R. V. & Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in transaction "
    "networks. Sociological Methodology, 19, 89–126."
)
GRAHAM = (
    "Graham, J. R., Harvey, C. R. & Rajgopal, S. (2005). The economic implications of corporate financial reporting. "
    "Journal of Accounting and Economics, 40(1–3), 3–73."
)
GUIMERA = (
    "Guimerà, R., Sales-Pardo, M. & Amaral, L. A. N. (2004). Modularity from fluctuations in random graphs and complex "
    "networks. Physical Review E, 70(2), 025101."
)
GUIMERA_AMARAL = (
    "Guimerà, R. & Amaral, L. A. N. (2005). Functional cartography of complex metabolic networks. Nature, 433, 895–900."
)
HAMMER = "Hammer, M. (2007). The process audit. Harvard Business Review, 85(4), 111–123 (PEMM)."
HILL = "Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences. Ecology, 54(2), 427–432."
HIRSCHMAN = "Hirschman, A. O. (1964). The paternity of an index. American Economic Review, 54(5), 761–762."
HOPCROFT = (
    "Hopcroft, J. & Tarjan, R. (1973). Algorithm 447: efficient algorithms for graph manipulation. "
    "Communications of the ACM, 16(6), 372–378."
)
HUBERT = "Hubert, L. & Arabie, P. (1985). Comparing partitions. Journal of Classification, 2, 193–218."
JAMES = (
    "James, L. R., Demaree, R. G. & Wolf, G. (1984). Estimating within-group interrater reliability with and without "
    "response bias. Journal of Applied Psychology, 69(1), 85–98."
)
KAPLAN = (
    "Kaplan, R. S. & Norton, D. P. (1992). The balanced scorecard: measures that drive performance. "
    "Harvard Business Review, 70(1), 71–79."
)
KERR = (
    "Kerr, S. (1975). On the folly of rewarding A, while hoping for B. Academy of Management Journal, 18(4), 769–783."
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
LINDELL = (
    "Lindell, M. K., Brandt, C. J. & Whitney, D. J. (1999). A revised index of interrater agreement for multi-item "
    "ratings of a single target. Applied Psychological Measurement, 23(2), 127–135."
)
MACCORMACK = (
    "MacCormack, A., Rusnak, J. & Baldwin, C. Y. (2006). Exploring the structure of complex software designs: an "
    "empirical study of open source and proprietary code. Management Science, 52(7), 1015–1030."
)
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
TRAAG = (
    "Traag, V. A., Waltman, L. & van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing well-connected "
    "communities. Scientific Reports, 9, 5233."
)
VINH = (
    "Vinh, N. X., Epps, J. & Bailey, J. (2010). Information theoretic measures for clusterings comparison: variants, "
    "properties, normalization and correction for chance. Journal of Machine Learning Research, 11, 2837–2854."
)
WASSERMAN = (
    "Wasserman, S. & Faust, K. (1994). Social Network Analysis: Methods and Applications. Cambridge University Press."
)
YULE = (
    "Yule, G. U. (1900). On the association of attributes in statistics. Philosophical Transactions of the Royal "
    "Society of London A, 194, 257–319."
)
