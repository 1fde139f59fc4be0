"""Papers as they come: Word, PDF, web pages; and those that can't be read, each with its reason."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from lianqiao.core.errors import Invalid, TooLarge
from lianqiao.desks.policies import richtext
from lianqiao.desks.policies.papers import particulars, read_paper

LINES = [
    "测试市科学技术局文件",
    "测科规〔2026〕12号",
    "关于支持企业加大研发投入的若干措施",
    "第一章 总则",
    "第一条 对上年度研发费用达到50万元的企业，按10%给予奖补，最高100万元。",
    "第二条 本措施自2026年3月1日起施行，有效期三年。",
    "测试市科学技术局",
    "2026年2月10日",
]


def docx(*lines, table=None):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return io.BytesIO(file.getvalue())


def pdf(text="", *, pages=1, password=""):
    writer = PdfWriter()
    for _number in range(pages):
        page = writer.add_blank_page(595, 842)
        if text:
            font = DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Font"),
                    NameObject("/Subtype"): NameObject("/Type1"),
                    NameObject("/BaseFont"): NameObject("/Helvetica"),
                }
            )
            fonts = DictionaryObject({NameObject("/F1"): font})
            page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
            stream = DecodedStreamObject()
            stream.set_data(f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode())
            page[NameObject("/Contents")] = stream
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return io.BytesIO(file.getvalue())


def test_a_word_file_keeps_its_paragraphs_headings_and_tables():
    html = read_paper(docx(*LINES, table=[("档次", "比例"), ("一档", "10%")]), "措施.docx")
    assert "<h2>第一章 总则</h2>" in html
    assert "<p>第一条 对上年度研发费用" in html
    assert html.endswith("<tr><td>一档</td><td>10%</td></tr></tbody></table>")


def test_what_a_paper_says_of_itself():
    found = particulars(read_paper(docx(*LINES), "措施.docx"))
    assert (found.title, found.document_number) == (LINES[2], "测科规〔2026〕12号")
    assert (found.issuer, found.published_on) == ("测试市科学技术局", date(2026, 2, 10))
    assert (found.valid_from, found.valid_to) == (date(2026, 3, 1), date(2029, 2, 28))


def test_days_counted_from_the_issue():
    lines = [*LINES[:5], "本办法自印发之日起施行，有效期至2027年12月31日。", *LINES[6:]]
    found = particulars(read_paper(docx(*lines), "措施.docx"))
    assert (found.valid_from, found.valid_to) == (date(2026, 2, 10), date(2027, 12, 31))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_web_page_gives_its_article_without_menus_and_scripts(encoding):
    paragraphs = "".join(f"<p class='x' style='y'>{line}</p>" for line in LINES)
    page = (
        "<html><head><title>t</title></head><body><nav><p>首页</p></nav>"
        "<div id='menu'><p>栏目</p></div>"
        f"<div id='zoom'>{paragraphs}<script>alert(1)</script></div></body></html>"
    )
    html = read_paper(io.BytesIO(page.encode(encoding)), "页面.html")
    assert richtext.to_plain(html).splitlines() == LINES
    assert "script" not in html
    assert "style" not in html


def test_a_pdf_with_text_is_read():
    html = read_paper(pdf("Grants of the science bureau are paid within sixty days."), "a.pdf")
    assert html == "<p>Grants of the science bureau are paid within sixty days.</p>"


def test_lines_that_print_has_broken_become_paragraphs():
    from lianqiao.core.papers import joined

    text = "第一条 对企业给予\n奖补。\n第二条 由科技局\n负责解释。\n- 3 -\n2026年2月10日\n抄送各局"
    assert list(joined(text)) == [
        "第一条 对企业给予奖补。",
        "第二条 由科技局负责解释。",
        "2026年2月10日",
        "抄送各局",
    ]


REFUSED = [
    (lambda: pdf(pages=3), "扫描.pdf"),
    (lambda: pdf("x" * 80, password="geheim"), "密码.pdf"),
    (lambda: io.BytesIO(b"%PDF-1.7 broken"), "坏.pdf"),
    (lambda: io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(600)), "旧.doc"),
    (lambda: io.BytesIO(b"no archive"), "坏.docx"),
    (docx, "空.docx"),
    (lambda: io.BytesIO(b""), "空.html"),
    (lambda: io.BytesIO(b"<html></html>"), "空.html"),
    (lambda: io.BytesIO(b"GIF89a"), "图.gif"),
]


@pytest.mark.parametrize(("make", "name"), REFUSED)
def test_what_cannot_be_read_says_why(make, name):
    with pytest.raises(Invalid) as caught:
        read_paper(make(), name)
    assert len(str(caught.value)) > 6


def test_a_workbook_that_is_no_word_file_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "甲")
    with pytest.raises(Invalid):
        read_paper(io.BytesIO(file.getvalue()), "a.docx")


def test_what_is_too_large_is_refused_before_it_is_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (310 * 1024 * 1024))
    with pytest.raises(TooLarge):
        read_paper(io.BytesIO(file.getvalue()), "炸弹.docx")
    with pytest.raises(TooLarge):
        read_paper(io.BytesIO(bytes(20 * 1024 * 1024 + 1)), "大.docx")


def test_html_nested_as_pages_are_is_read_and_deeper_is_refused_at_once():
    def nested(depth):
        page = "<div>" * depth + "<p>正文内容</p>" + "</div>" * depth
        return read_paper(io.BytesIO(page.encode()), "深.html")

    assert nested(100) == "<p>正文内容</p>"
    with pytest.raises(Invalid):
        nested(50_000)
