import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "training")]


@pytest.fixture(scope="session", params=["bert", "mpnet"])
def encoder(request, tmp_path_factory) -> Path:
    from tiny_models import write_encoder

    return write_encoder(tmp_path_factory.mktemp(request.param), request.param)


@pytest.fixture(scope="session")
def mpnet(tmp_path_factory) -> Path:
    from tiny_models import write_encoder

    return write_encoder(tmp_path_factory.mktemp("mpnet"), "mpnet")


@pytest.fixture(scope="session")
def exported(encoder, tmp_path_factory) -> Path:
    from tiny_models import write_model

    return write_model(encoder, tmp_path_factory.mktemp("model"), seed=5)
