"""Writes the hostile files into a folder, to be looked at or tried elsewhere: python -m hostile.make FOLDER [PART OF A NAME]."""

import sys
from pathlib import Path

from hostile.catalogue import CASES
from hostile.declared import company, workbook


def main(folder: Path, part: str = "") -> None:
    """Write each file into a folder of its own, with the plain company and what else it takes beside it."""
    for number, case in enumerate(CASES, start=1):
        if part in case.file:
            place = folder / f"{number:03}"
            place.mkdir(parents=True)
            workbook(company())(place / "company.xlsx")
            case.make(place / case.file)
            print(f"{place / case.file}: {case.hostile}; {case.ends}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
