"""nginx.conf and compose.yaml: what stands in deploy is what is written for four, and nginx reads each of them."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from benchmarks.stack import nginx_path
from deploy import write
from tests.stores import missing

ROOT = Path(__file__).parents[2]
FOUR = write.Server(write.in_containers(4))


def test_the_files_that_stand_there_are_written_for_four() -> None:
    assert (write.HERE / "nginx.conf").read_text() == write.nginx(FOUR)
    assert (write.HERE / "compose.yaml").read_text() == write.compose(FOUR)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("tls")
    names = str(folder / "certificate.pem"), str(folder / "key.pem")
    asked = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -out {} -keyout {}"
    subprocess.run(shlex.split(asked.format(*names)), check=True, capture_output=True)
    return names


@pytest.mark.parametrize("n_workers", [1, 2, 4, 7, 64])
@pytest.mark.parametrize("base", ["", "/layers", "/physics/layers"])
@pytest.mark.parametrize("tls", [False, True])
def test_nginx_reads_it(
    n_workers: int, base: str, tls: bool, certificate: tuple[str, str], tmp_path: Path
) -> None:
    files = certificate if tls else ("", "")
    listen = "127.0.0.1:8443" if tls else "127.0.0.1:8080"
    workers = write.in_containers(n_workers)
    server = write.Server(workers, listen, base, *files, plain="127.0.0.1:8080", folder=str(tmp_path))
    (tmp_path / "nginx.conf").write_text(text := write.nginx(server))
    nginx = nginx_path() or missing("nginx is not on this machine")
    command = [str(nginx), "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    tried = subprocess.run(command, capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    assert text.count(" backup;") == n_workers * (n_workers - 1)
    assert ("; Secure" in text) is tls
    assert f"Path={base}/;" in text


def test_shares_add_up_and_each_worker_has_all_others_behind_it() -> None:
    text = write.nginx(FOUR)
    assert re.findall(r"^ +([\d.]+)% w", text, re.M) == ["25.00"] * 3
    for name, block in re.findall(r"upstream (w\d) \{(.*?)\}", text, re.S):
        first, *others = re.findall(r"server ([\d.:]+)", block)
        assert first == FOUR.workers[int(name[1])]
        assert sorted([first, *others]) == sorted(FOUR.workers)


@pytest.mark.parametrize(
    "wrong",
    [
        {"workers": ()},
        {"workers": ("127.0.0.1:1", "127.0.0.1:1")},
        {"workers": ("127.0.0.1:1; } http {",)},
        {"workers": tuple(f"127.0.0.1:{port}" for port in range(1, 66))},
        {"base": "layers"},
        {"base": "/layers/"},
        {"base": "/a b"},
        {"certificate": "/etc/certificate.pem"},
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        write.Server(**{"workers": FOUR.workers, **wrong})  # type: ignore[arg-type]


def test_the_compose_file_has_all_workers_alike_each_at_its_address() -> None:
    yaml = pytest.importorskip("yaml")
    read = yaml.safe_load(write.compose(write.Server(write.in_containers(3), base="/layers")))
    services = read["services"]
    assert set(services) == {"w0", "w1", "w2", "nginx", "store"}
    for place in range(3):
        worker = services[f"w{place}"]
        assert worker["networks"]["inside"]["ipv4_address"] == f"172.28.17.{11 + place}"
        assert worker["environment"]["HIDDEN_LAYERS_WORKERS"] == "3"
        assert worker["environment"]["STREAMLIT_SERVER_BASE_URL_PATH"] == "layers"
    for name in ("w0", "nginx", "store"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    assert services["w0"]["volumes"] == ["shared:/shared"]
