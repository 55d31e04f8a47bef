"""The UI on a real home: the webserver answers, the code location loads, a drop's checks are there by GraphQL."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.plan import World
from tests.e2e.conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def address(built: World) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "ui",
        "--raw",
        built.settings.raw,
        "--home",
        built.settings.home,
        "--port",
        str(port),
    ]
    # It ignores TERM when started in the background: it gets a process group of its own, which is ended whole.
    server = subprocess.Popen(
        [*map(str, command)], cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{base}/server_info")
        yield base
    finally:
        os.killpg(server.pid, signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait(url: str, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=2).read()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    raise AssertionError(f"{url} did not answer in {seconds} s")


def _ask(base: str, query: str) -> Any:
    request = urllib.request.Request(
        f"{base}/graphql", json.dumps({"query": query}).encode(), {"Content-Type": "application/json"}
    )
    return json.loads(urllib.request.urlopen(request, timeout=30).read())["data"]


def test_ui_shows_assets_partitions_and_checks(address: str) -> None:
    data = _ask(
        address,
        "{ assetNodes { assetKey { path } groupName isPartitioned partitionStats { numMaterialized } hasAssetChecks } "
        "workspaceOrError { ... on Workspace { locationEntries { name loadStatus } } } }",
    )
    assert data["workspaceOrError"]["locationEntries"] == [{"name": "rasid", "loadStatus": "LOADED"}]
    nodes = {n["assetKey"]["path"][-1]: n for n in data["assetNodes"]}
    assert len(nodes) == 11
    assert nodes["sentences"]["partitionStats"]["numMaterialized"] == 2
    assert nodes["sentences"]["hasAssetChecks"] and nodes["warehouse"]["hasAssetChecks"]
    checks = _ask(
        address,
        '{ assetNodeOrError(assetKey: {path: ["sentences"]}) { ... on AssetNode { assetChecksOrError { ... on AssetChecks '
        "{ checks { name blocking executionForLatestMaterialization { status } } } } } } }",
    )
    found = {c["name"]: c for c in checks["assetNodeOrError"]["assetChecksOrError"]["checks"]}
    assert set(found) == {"sentence_offsets", "stories_segmented"}
    assert all(c["blocking"] for c in found.values())
