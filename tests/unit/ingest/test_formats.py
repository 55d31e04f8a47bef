import datetime as dt
import io
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.ingest.packed import OTHER, STORY, put, read, read_one

TREC = (
    "<DOC>\n<DOCNO>X-1</DOCNO>\n<URL>http://example.org/خبر/1</URL>\n<SRC>إذاعة</SRC>\n<TITLE>عنوان الخبر</TITLE>\n"
    "<TIME>2017-01-25T14:36:00+01:00</TIME>\n<AUTHOR></AUTHOR>\n<ABSTRACT>\nوصل وزير\n</ABSTRACT>\n<TEXT>\n"
    + STORY
    + "</TEXT>\n</DOC>"
)
PAGE = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>لقاء في العاصمة - موقع الخبر</title>
<meta property="og:title" content="لقاء في العاصمة"><meta property="og:site_name" content="موقع الخبر">
<meta property="article:published_time" content="2021-03-04T10:00:00+00:00"><link rel="canonical" href="https://example.org/a/1">
</head><body><nav><a href="/">الرئيسية</a> <a href="/s">رياضة</a></nav><article><h1>لقاء في العاصمة</h1>
<p>وصل وزير الخارجية إلى العاصمة مساء اليوم، حيث أجرى مباحثات مع نظيره حول التعاون بين البلدين في مجالات عدة.</p>
<p>وقال المتحدث باسم الوزارة إن الجانبين اتفقا على عقد لقاء جديد خلال الشهر المقبل في مدينة أخرى من البلاد.</p>
<p>وأضاف أن الوفدين سيوقعان اتفاقا حول التجارة والنقل، وأن اللجان الفنية ستجتمع قبل نهاية العام الجاري.</p></article>
<footer>جميع الحقوق محفوظة 2019</footer></body></html>"""


def _meta(record: dict[str, Any]) -> dict[str, str]:
    return {k[5:]: v for k, v in record.items() if k.startswith("meta_") and v is not None}


# ---- text and TREC


@pytest.mark.parametrize("text", [STORY, "سطر\r\nوسطر\r\rآخر\n\n", " \u00a0نص بمسافات  ", "كلمة"])
def test_text_is_kept_as_found(tmp_path: Path, text: str) -> None:
    row, (record,) = read_one(tmp_path, "a.txt", "\ufeff" + text)
    assert record["raw_text"] == text and row["format"] == "txt" and _meta(record) == {}
    assert (record["content_start"], record["content_end"]) == (None, None)


def test_one_doc_is_the_whole_file(tmp_path: Path) -> None:
    row, (record,) = read_one(tmp_path, "a.txt", "\n" + TREC + "\n\n")
    assert row["format"] == "trec" and record["raw_text"] == "\n" + TREC + "\n\n"
    assert record["raw_text"][record["content_start"] : record["content_end"]] == "\n" + STORY
    assert _meta(record) == {
        "title": "عنوان الخبر", "url": "http://example.org/خبر/1", "source": "إذاعة",
        "published": "2017-01-25T14:36:00+01:00", "basis": "metadata",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1256", "utf-16"])
def test_many_docs_are_many_stories(tmp_path: Path, encoding: str) -> None:
    text = TREC + "\n" + TREC.replace(STORY, OTHER) + "\n" + TREC.replace("X-1", "X-3") + "\n"
    _, records = read_one(tmp_path, "dump.sgml", text.encode(encoding))
    inside = [r["raw_text"][r["content_start"] : r["content_end"]].strip() for r in records]
    assert inside == [STORY.strip(), OTHER.strip(), STORY.strip()]
    assert all(r["raw_text"].startswith("<DOC>") and r["raw_text"].endswith("</DOC>") for r in records)
    assert [r["meta_title"] for r in records] == ["عنوان الخبر"] * 3


def test_text_between_docs_is_not_lost(tmp_path: Path) -> None:
    _, records = read_one(tmp_path, "dump.sgml", TREC + "\n" + TREC + "\nسطر تائه\n" + TREC + "بقية")
    assert [bool(r["problem"]) for r in records] == [False, False, True, False, True]
    assert records[2]["raw_text"].strip() == "سطر تائه" and records[4]["raw_text"] == "بقية"


def test_an_abstract_counts_only_without_a_text(tmp_path: Path) -> None:
    doc = TREC.replace(STORY, "")
    _, (record,) = read_one(tmp_path, "a.txt", doc)
    assert record["raw_text"][record["content_start"] : record["content_end"]].strip() == "وصل وزير"


def test_a_doc_without_its_end_is_read_and_noted(tmp_path: Path) -> None:
    row, (record,) = read_one(tmp_path, "a.txt", TREC[: -len("</TEXT>\n</DOC>")])
    assert record["raw_text"][record["content_start"] : record["content_end"]].strip() == STORY.strip()
    assert "without an end tag" in row["reason"]


# ---- JSON


OBJECTS = [{"text": STORY, "url": f"http://example.org/{i}", "title": "عنوان", "source": "صحيفة"} for i in range(3)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", "\n".join(json.dumps(o) for o in OBJECTS)),
        ("a.ndjson", "\r\n\r\n".join(json.dumps(o, ensure_ascii=False) for o in OBJECTS) + "\r\n"),
        ("a.json", json.dumps(OBJECTS)),
        ("a.json", "\ufeff" + json.dumps(OBJECTS, indent=2, ensure_ascii=False)),
        ("a.json", json.dumps({"meta": {"n": 3}, "articles": OBJECTS})),
        ("a.json", json.dumps({"hits": {"hits": [{"_id": 1, "_source": o} for o in OBJECTS]}}, indent=1)),
        ("a.json", json.dumps({str(i): o for i, o in enumerate(OBJECTS)})),
        ("a.json", "\n".join(json.dumps(o) for o in OBJECTS)),
        ("a.json", "".join(json.dumps(o, indent=1) for o in OBJECTS)),
        ("a.jsonl", json.dumps(OBJECTS)),
        ("a.jsonl", json.dumps(OBJECTS, indent=4)),
        ("dump", json.dumps(OBJECTS)),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "utf-16-le"])
def test_json_in_every_shape(tmp_path: Path, name: str, data: str, encoding: str) -> None:
    _, records = read_one(tmp_path, name, data.removeprefix("\ufeff" if encoding != "utf-8" else "").encode(encoding))
    assert [(r["raw_text"], r["meta_url"], r["meta_title"], r["meta_source"], r["problem"]) for r in records] == [
        (o["text"], o["url"], o["title"], o["source"], None) for o in OBJECTS
    ]


def test_names_of_fields(tmp_path: Path) -> None:
    rows = [
        {"النص": STORY, "العنوان": "أ", "الكاتب": "ب", "تاريخ_النشر": "3 مايو 2020", "الرابط": "u"},
        {
            "Article-Body": STORY,
            "Head Line": "أ",
            "authors": ["ب", "ج"],
            "pubDate": 1439293483,
            "link": "u",
            "lang": "ar",
        },
        {
            "maintext": STORY,
            "title": None,
            "publisher": {"name": "ص"},
            "date_extracted": "2015-08-11",
            "date": "2015-08-10",
        },
        {"content": STORY, "date_extracted": "2015-08-11 13:44:43", "date": ""},
    ]
    _, records = read_one(tmp_path, "a.jsonl", "\n".join(json.dumps(r) for r in rows))
    assert [r["raw_text"] for r in records] == [STORY] * 4
    assert [_meta(r) for r in records] == [
        {"title": "أ", "author": "ب", "published": "3 مايو 2020", "url": "u", "basis": "metadata"},
        {
            "title": "أ",
            "author": "ب, ج",
            "published": "2015-08-11T11:44:43Z",
            "url": "u",
            "language": "ar",
            "basis": "metadata",
        },
        {"source": "ص", "published": "2015-08-10", "basis": "metadata"},
        {"published": "2015-08-11 13:44:43", "basis": "crawl"},
    ]


def test_a_bad_line_costs_itself_only(tmp_path: Path) -> None:
    lines = [
        json.dumps(OBJECTS[0]),
        '{"text": "مبتور',
        "[1, 2]",
        '{"title": "بلا نص"}',
        "{" * 5000,
        '{"text": 5}',
        json.dumps(OBJECTS[1]),
        '{"text": ""}',
    ]
    row, records = read_one(tmp_path, "a.jsonl", "\n".join(lines))
    assert row["status"] == "accepted" and row["n_stories"] == 8
    assert [bool(r["problem"]) for r in records] == [False, True, True, True, True, True, False, False]
    assert records[1]["raw_text"] == '{"text": "مبتور' and "line 2" in records[1]["problem"]
    assert (
        "title" in records[3]["problem"]
        and "5 of 8" in row["reason"]
        and "1 of 8 records hold no article text" in row["reason"]
    )


@pytest.mark.parametrize("tail", ["", ",", ', {"text": "x', " 7 {", ', {"text": ' + "[" * 100_000])
def test_a_broken_array_keeps_what_came_before(tmp_path: Path, tail: str) -> None:
    _, records = read_one(tmp_path, "a.json", json.dumps(OBJECTS)[:-1] + tail)
    assert [bool(r["problem"]) for r in records] == [False] * 3 + [True]
    assert "breaks off at character" in records[-1]["problem"]


@pytest.mark.parametrize("data", ["[" * 200_000, '{"a":' * 200_000, "{}", "[]", "null", "   \n ", '"x"', "9" * 6000])
def test_json_without_a_story_is_quarantined(tmp_path: Path, data: str) -> None:
    row, records = read_one(tmp_path, "a.json", data)
    assert row["status"] == "quarantined" and row["reason"] and records == []


def test_html_inside_a_field_becomes_visible_text(tmp_path: Path) -> None:
    rows = [
        {"content": "<p>وصل الوزير&nbsp;اليوم.</p><p>وقال: «أهلا» &amp; مرحبا<br>سطر</p><script>x()</script>"},
        {"html": PAGE},
        {"content": "الفرق بين <الأول> و5 < 6"},
    ]
    _, records = read_one(tmp_path, "a.jsonl", "\n".join(json.dumps(r) for r in rows))
    assert records[0]["raw_text"] == "وصل الوزير\u00a0اليوم.\nوقال: «أهلا» & مرحبا\nسطر"
    assert "الجانبين اتفقا" in records[1]["raw_text"] and "رياضة" not in records[1]["raw_text"]
    assert records[2]["raw_text"] == rows[2]["content"]


def test_surrogates_and_mojibake_in_fields(tmp_path: Path) -> None:
    spoilt = STORY.encode().decode("windows-1256")
    row, records = read_one(
        tmp_path,
        "a.jsonl",
        '{"text": "نص \\ud800 هنا", "title": "\\udfff"}\n' + json.dumps({"text": spoilt, "title": spoilt[:80]}),
    )
    assert records[0]["raw_text"] == "نص \ufffd هنا" and records[0]["meta_title"] == "\ufffd"
    assert records[1]["raw_text"] == STORY
    assert "1 undecodable" in row["encoding"] and "mojibake repaired" in row["encoding"]


def test_a_line_in_another_encoding_suffers_alone(tmp_path: Path) -> None:
    def line(n: int, encoding: str) -> bytes:
        return json.dumps({"text": f"{n} {STORY}"}, ensure_ascii=False).encode(encoding) + b"\n"

    for at, (most, odd) in enumerate(
        (("utf-8", "windows-1256"), ("utf-8", "iso-8859-6"), ("windows-1256", "utf-8"), ("windows-1256", "iso-8859-6"))
    ):
        data = b"".join(line(n, odd if n in (3, 7) else most) for n in range(10))
        row, records = read_one(tmp_path / str(at), "a.jsonl", data)
        assert [r["raw_text"] for r in records] == [f"{n} {STORY}" for n in range(10)], (most, odd)
        assert row["encoding"] == f"{most}; 2 lines in {odd}"


def test_a_few_bad_bytes_leave_a_line_utf_8(tmp_path: Path) -> None:
    data = json.dumps({"text": STORY}, ensure_ascii=False).encode().replace("مساء".encode(), b"\xff")
    row, (record,) = read_one(tmp_path, "a.jsonl", data + b"\n")
    assert record["raw_text"] == STORY.replace("مساء", "\ufffd") and row["encoding"].startswith("utf-8; 1 undecodable")


def test_docs_in_another_encoding_are_read_each_by_itself(tmp_path: Path) -> None:
    data = TREC.encode() + b"\n" + TREC.replace(STORY, OTHER).encode("windows-1256") + b"\n" + TREC.encode()
    row, records = read_one(tmp_path, "a.sgml", data)
    inside = [r["raw_text"][r["content_start"] : r["content_end"]].strip() for r in records]
    assert inside == [STORY.strip(), OTHER.strip(), STORY.strip()] and "1 lines in windows-1256" in row["encoding"]


# ---- tables


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_with_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    quoted = '"' + STORY.replace("مساء", '""مساء""') + '"'
    rows = [
        "title,text,date".replace(",", delimiter),
        delimiter.join(("عنوان", quoted, "2020-10-03")),
        delimiter.join(("آخر", "نص قصير", "")),
    ]
    _, records = read_one(tmp_path, "a.tsv" if delimiter == "\t" else "a.csv", "\r\n".join(rows) + "\r\n")
    assert [(r["raw_text"], r["meta_title"], r["meta_published"]) for r in records] == [
        (STORY.replace("مساء", '"مساء"'), "عنوان", "2020-10-03"), ("نص قصير", "آخر", None),
    ]  # fmt: skip


def test_a_stray_quote_swallows_nothing(tmp_path: Path) -> None:
    rows = ["id,text"] + [f"{i},خبر رقم {i}" for i in range(50)]
    rows[10] = '9,"خبر لا تنتهي علامته'
    rows[20] = '19,قال "نعم" ثم مضى'
    rows[30] = '29,"اقتباس" خارج الحقل'
    rows[40] = '39,"خبر, فيه فاصلة'
    _, records = read_one(tmp_path, "a.csv", "\n".join(rows))
    assert [n for n, r in enumerate(records) if r["problem"]] == [39] and len(records) == 50
    assert [records[n]["raw_text"] for n in (9, 10, 19, 29, 40)] == [
        '"خبر لا تنتهي علامته', "خبر رقم 10", 'قال "نعم" ثم مضى', '"اقتباس" خارج الحقل', "خبر رقم 40",
    ]  # fmt: skip


def test_a_table_that_does_not_use_quotes(tmp_path: Path) -> None:
    rows = ["title\ttext"] + [f'"عنوان {i}\tقال "نعم {i}' for i in range(3000)]
    _, records = read_one(tmp_path, "a.tsv", "\n".join(rows))
    assert [(r["meta_title"], r["raw_text"], r["problem"]) for r in records] == [
        (f'"عنوان {i}', f'قال "نعم {i}', None) for i in range(3000)
    ]


def test_rows_of_another_length_are_problems(tmp_path: Path) -> None:
    row, records = read_one(tmp_path, "a.csv", "title,text\nأ,ب\nأ\nأ,ب,ج\nأ,ب\n")
    assert [bool(r["problem"]) for r in records] == [False, True, True, False] and "2 of 4" in row["reason"]


@pytest.mark.parametrize("data", ["id,titre\n1,x\n", "", "\n\n", "id;name;a,b\n"])
def test_a_table_without_a_text_column_is_quarantined(tmp_path: Path, data: str) -> None:
    row, _ = read_one(tmp_path, "a.csv", data)
    assert row["status"] == "quarantined" and row["reason"]


def _parquet(table: pa.Table, **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def test_parquet_columns_and_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": [1, 2, 3],
            "content": pa.array([STORY, None, OTHER]).dictionary_encode(),
            "published_at": pa.array([dt.datetime(2020, 1, 2, 3, 4), None, None], pa.timestamp("s")),
            "authors": [["أ", "ب"], [], None],
        }
    )
    row, records = read_one(tmp_path, "a.parquet", _parquet(table))
    assert [r["raw_text"] for r in records] == [STORY, "", OTHER] and row["n_stories"] == 3
    assert records[0]["meta_published"] == "2020-01-02T03:04:00" and records[0]["meta_author"] == "أ, ب"


def test_parquet_of_bytes_is_decoded(tmp_path: Path) -> None:
    table = pa.table({"text": [STORY.encode("windows-1256"), OTHER.encode(), bytes(100), b""]})
    _, records = read_one(tmp_path, "a.parquet", _parquet(table))
    assert [r["raw_text"] for r in records] == [STORY, OTHER, "", ""]
    assert "binary" in records[2]["problem"]


@pytest.mark.parametrize("column", [[1, 2], [1.5, 2.5], [True, False], [{"a": 1}, {"a": 2}], [dt.date(2020, 1, 1)] * 2])
def test_parquet_of_wrong_types_is_quarantined(tmp_path: Path, column: list[object]) -> None:
    row, _ = read_one(tmp_path, "a.parquet", _parquet(pa.table({"text": column})))
    assert row["status"] == "quarantined" and "text is" in row["reason"]


def test_damaged_parquet_is_quarantined(tmp_path: Path) -> None:
    good = _parquet(pa.table({"text": [STORY * 50 + str(i) for i in range(200)]}), compression="none")
    for n, data in enumerate(
        (good[:-50], b"PAR1" + bytes(100) + b"PAR1", b"not at all", good[:500] + bytes(3000) + good[3500:])
    ):
        row, records = read_one(tmp_path / str(n), "a.parquet", data)
        assert row["reason"] and (row["status"] == "quarantined" or records)


def test_a_parquet_bomb_is_refused_by_its_own_account(tmp_path: Path) -> None:
    table = pa.table({"text": ["ا" * 1000] * 20_000})
    row, _ = read_one(tmp_path, "a.parquet", _parquet(table, use_dictionary=False), max_member_bytes=1 << 20)
    assert row["status"] == "quarantined" and "max_member_bytes" in row["reason"]
    row, records = read_one(tmp_path / "two", "a.parquet", _parquet(table), max_total_bytes=1 << 20)
    assert "max_total_bytes" in records[-1]["problem"] and len(records) < 2000


# ---- pages


@pytest.mark.parametrize("description", ['property="og:description"', 'name="description"'])
def test_a_lead_apart_from_the_article_is_put_back(tmp_path: Path, description: str) -> None:
    lead = "وصل وزير الخارجية إلى العاصمة مساء الأربعاء في زيارة تدوم يومين، يعقد خلالها لقاء مع نظيره حول التعاون والصيد والتجارة."
    meta = f'<meta {description} content="{lead[:100]}..."></head>'
    page = PAGE.replace("</head>", meta).replace("<article>", f'<div class="announce"><b>{lead}</b></div><article>')
    page = page.replace("وصل وزير الخارجية إلى العاصمة مساء اليوم", "وكان الوزير قد غادر بلاده صباح اليوم")
    _, (record,) = read_one(tmp_path, "a.html", page)
    assert record["raw_text"].count(lead) == 1
    assert record["raw_text"].index(lead) < record["raw_text"].index("وكان الوزير")
    site = PAGE.replace("</head>", meta).replace("<nav>", "<p>موقع إخباري مستقل</p><nav>")
    _, (record,) = read_one(tmp_path / "site", "a.html", site)
    assert lead not in record["raw_text"]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("a.html", "utf-8"), ("a.htm", "windows-1256"), ("a.xhtml", "utf-8"), ("page", "utf-8"), ("a.txt", "utf-8")],
)
def test_a_page_gives_its_article_and_metadata(tmp_path: Path, name: str, encoding: str) -> None:
    row, (record,) = read_one(tmp_path, name, PAGE.replace("utf-8", encoding).encode(encoding))
    assert row["format"] == "html" and row["status"] == "accepted" and record["problem"] is None
    assert (
        "اللجان الفنية" in record["raw_text"]
        and "رياضة" not in record["raw_text"]
        and "الحقوق" not in record["raw_text"]
    )
    assert _meta(record) == {
        "title": "لقاء في العاصمة", "source": "موقع الخبر", "url": "https://example.org/a/1", "published": "2021-03-04",
        "language": "ar", "basis": "metadata",
    }  # fmt: skip


def test_no_date_is_guessed_from_a_copyright_year(tmp_path: Path) -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2021-03-04T10:00:00+00:00">', "")
    _, (record,) = read_one(tmp_path, "a.html", page)
    assert record["meta_published"] is None and record["meta_basis"] is None


def test_a_page_without_an_article_is_an_empty_story(tmp_path: Path) -> None:
    row, (record,) = read_one(tmp_path, "a.html", "<html><body><script>x()</script><img src='a.png'></body></html>")
    assert row["status"] == "accepted" and "1 of 1 records hold no article text" in row["reason"]
    assert record["raw_text"] == "" and record["problem"] is None


def _warc(*records: tuple[str, str, str, bytes]) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for number, (kind, url, content_type, body) in enumerate(records):
        fixed = {
            "WARC-Date": "2021-03-05T00:00:00Z",
            "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012}>",
        }
        headers = StatusAndHeaders(
            "404 Not Found" if "404" in url else "200 OK", [("Content-Type", content_type)], protocol="HTTP/1.0"
        )
        if kind == "response":
            record = writer.create_warc_record(
                url, kind, payload=io.BytesIO(body), http_headers=headers, warc_headers_dict=fixed
            )
        else:
            record = writer.create_warc_record(
                url, kind, payload=io.BytesIO(body), warc_content_type=content_type, warc_headers_dict=fixed
            )
        writer.write_record(record)
    return out.getvalue()


def test_a_warc_gives_its_pages_and_counts_the_rest(tmp_path: Path) -> None:
    data = _warc(
        ("response", "http://example.org/1", "text/html; charset=utf-8", PAGE.encode()),
        ("response", "http://example.org/2", "text/html", PAGE.replace("utf-8", "windows-1256").encode("windows-1256")),
        ("response", "http://example.org/3", "image/png", b"\x89PNG"),
        ("response", "http://example.org/404", "text/html", PAGE.encode()),
        ("response", "http://example.org/5", "text/html", b"<html><body></body></html>"),
        ("conversion", "http://example.org/6", "text/plain", STORY.encode()),
        ("revisit", "http://example.org/7", "text/html", b""),
    )
    import gzip

    for name, packed in (
        ("a.warc", data),
        ("a.warc.gz", gzip.compress(data)),
        ("b.warc.gz", gzip.compress(data[:99]) + gzip.compress(data[99:])),
    ):
        row, records = read_one(tmp_path / name, name, packed)
        assert [r["meta_url"] for r in records] == [f"http://example.org/{i}" for i in (1, 2, 5, 6)]
        assert [bool(r["problem"]) for r in records] == [False] * 4 and records[2]["raw_text"] == ""
        assert records[0]["raw_text"] == records[1]["raw_text"] and records[3]["raw_text"] == STORY
        assert (
            "1 records that are no HTML page" in row["reason"]
            and "1 revisits" in row["reason"]
            and "200 OK" in row["reason"]
        )


@pytest.mark.parametrize(
    "data", [b"WARC/1.0\r\n", b"nothing of the kind", b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\n", b""]
)
def test_a_broken_warc_is_quarantined(tmp_path: Path, data: bytes) -> None:
    row, _ = read_one(tmp_path, "a.warc", data)
    assert row["status"] == "quarantined" and row["reason"]


# ---- sidecars and unknown names


def test_a_sidecar_overrides_every_record(tmp_path: Path) -> None:
    raw = put(
        tmp_path / "raw",
        {
            "d/a.jsonl": "\n".join(json.dumps(o | {"date": "2001-01-01"}) for o in OBJECTS),
            "d/a.jsonl.meta.json": '{"source": "وكالة", "published_at": "2024-06-28"}',
            "d/b.txt": STORY,
            "d/b.txt.meta.json": '{"title": "عنوان", "author": "كاتب"}',
            "d/none.txt.meta.json": '{"title": "x"}',
            "d/c.txt": OTHER,
            "d/c.txt.meta.json": "[1]",
            "d/c.txt.meta.json.meta.json": '{"title": "x"}',
        },
    )
    files, records = read(raw)
    row = {r["path"]: r for r in files.to_dicts()}
    assert row["d/a.jsonl.meta.json"]["format"] == "sidecar" and row["d/a.jsonl.meta.json"]["status"] == "accepted"
    assert (
        row["d/none.txt.meta.json"]["status"] == "quarantined" and "not there" in row["d/none.txt.meta.json"]["reason"]
    )
    assert row["d/c.txt.meta.json"]["status"] == "quarantined" and row["d/c.txt"]["status"] == "accepted"
    of = {
        p: records.filter(records["file_id"] == row[p]["file_id"]).to_dicts()
        for p in ("d/a.jsonl", "d/b.txt", "d/c.txt")
    }
    assert [_meta(r)["source"] for r in of["d/a.jsonl"]] == ["وكالة"] * 3
    assert {(r["meta_published"], r["meta_basis"], r["meta_title"]) for r in of["d/a.jsonl"]} == {
        ("2024-06-28", "sidecar", "عنوان")
    }
    assert _meta(of["d/b.txt"][0]) == {"title": "عنوان", "author": "كاتب"} and _meta(of["d/c.txt"][0]) == {}
    assert "sidecars" in row["d/c.txt"]["reason"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"PK\x03\x04" + bytes(50), "zip archive"), ("a.pdf", b"%PDF-1.7", "PDF"), ("a.txt", b"\x1f\x8b\x08" + bytes(50), "name it .gz"),
        ("a.xyz", bytes(500), "supported"), ("a.txt", bytes(500), "binary"), ("a.txt", b"", "empty"), ("a.txt", b" \n\t ", "no text but spaces"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(20), "7z"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    row, records = read_one(tmp_path, name, data)
    assert row["status"] == "quarantined" and said in row["reason"] and records == [] and row["n_stories"] == 0


@pytest.mark.parametrize("name", ["README", "a.md", "a.TXT", "a.b.c", ".txt.txt"[1:], "خبر"])
def test_text_under_any_name_is_read(tmp_path: Path, name: str) -> None:
    row, (record,) = read_one(tmp_path, name, STORY)
    assert row["format"] == "txt" and record["raw_text"] == STORY


# ---- ids


def test_ids_depend_on_path_text_and_occurrence(tmp_path: Path) -> None:
    same = [{"text": STORY}, {"text": OTHER}, {"text": STORY}]
    _, one = read_one(tmp_path / "1", "a.jsonl", "\n".join(map(json.dumps, same)))
    _, two = read_one(tmp_path / "2", "a.jsonl", "\n".join(map(json.dumps, [{"text": "جديد"}, *same])))
    assert len({r["story_id"] for r in one}) == 3
    assert {r["story_id"] for r in one} < {r["story_id"] for r in two}, (
        "a record put before others does not change their ids"
    )
    _, three = read_one(tmp_path / "3", "b.jsonl", "\n".join(map(json.dumps, same)))
    assert not {r["story_id"] for r in one} & {r["story_id"] for r in three}


def test_a_missing_library_is_not_blamed_on_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.ingest import inventory, read_files
    from pipeline.settings import IngestSettings

    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "page.html").write_text("<html><body><p>خبر</p></body></html>", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ImportError):
        read_files(tmp_path, inventory(tmp_path), IngestSettings())
