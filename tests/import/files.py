"""Writes the same rows as CSV in an encoding, or as a workbook made by hand."""
import io
import zipfile
from xml.sax.saxutils import escape

import faults


def cell_bytes(value, encoding):
    if isinstance(value, faults.Raw):
        return value.raw
    if any(c in value for c in ',"\n\r'):
        value = '"' + value.replace('"', '""') + '"'
    return value.encode(encoding)


def write_csv(path, head, rows, encoding="gb18030"):
    with open(path, "wb") as f:
        for row in [head, *rows]:
            f.write(b",".join(cell_bytes(v, encoding) for v in row) + b"\r\n")


def column_name(i):
    name = ""
    i += 1
    while i:
        i, rest = divmod(i - 1, 26)
        name = chr(65 + rest) + name
    return name


TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
RELS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
BOOK = """<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"""
BOOK_RELS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""


def cell_xml(at, value):
    if isinstance(value, faults.Special):
        return f'<c r="{at}" {value.attributes}>{value.inner}</c>'
    if value == "":
        return ""
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def write_xlsx(path, head, rows):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as z:
        z.writestr("[Content_Types].xml", TYPES)
        z.writestr("_rels/.rels", RELS)
        z.writestr("xl/workbook.xml", BOOK)
        z.writestr("xl/_rels/workbook.xml.rels", BOOK_RELS)
        names = [column_name(i) for i in range(len(head) + 4)]
        with z.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as f:
            out = io.TextIOWrapper(f, encoding="utf-8", write_through=False)
            out.write('<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/'
                      'spreadsheetml/2006/main"><sheetData>')
            for number, row in enumerate([head, *rows], 1):
                cells = "".join(cell_xml(f"{names[i]}{number}", v) for i, v in enumerate(row))
                out.write(f'<row r="{number}">{cells}</row>')
            out.write("</sheetData></worksheet>")
            out.flush()
