from datetime import date

import pytest
from frame_samples import TEXT
from tokenizers import Tokenizer

from dateline.coding.document import Document, read_document
from dateline.coding.model import MODELS
from dateline.gazetteer import Gazetteer
from dateline.records import Report


@pytest.fixture(scope="session")
def tokenizer():
    tokenizer = Tokenizer.from_file(str(MODELS / "small" / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@pytest.fixture(scope="session")
def gazetteer():
    return Gazetteer.open()


@pytest.fixture
def report():
    return Report(id="market", text=TEXT, published=date(2016, 6, 6))


@pytest.fixture
def document(tokenizer) -> Document:
    return read_document(TEXT, None, tokenizer)
