"""The layouts of docs/workbook.md: declared, written as workbooks, and read."""
