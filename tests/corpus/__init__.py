"""One known organisation, laid out as workbooks in the ways of real spreadsheets: what the reader must give back."""
