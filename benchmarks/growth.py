"""How do time and memory of the whole program grow with a company?

python benchmarks/growth.py --make 2000 FOLDER   writes the files of an enterprise of 2,000 departments
"""

import argparse
from pathlib import Path

from enterprises import made


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--make", nargs=2, metavar=("DEPARTMENTS", "FOLDER"), required=True)
    chosen = arguments.parse_args()
    made(int(chosen.make[0]), Path(chosen.make[1]))


if __name__ == "__main__":
    main()
