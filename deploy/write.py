"""Writes ``nginx.conf`` and ``compose.yaml`` for some number of workers.

``python -m deploy.write`` writes the two that stand here, for four; ``python -m deploy.write --workers 8`` for eight.
``--base /layers`` puts the program below a path, ``--certificate`` and ``--key`` have nginx speak TLS,
``--at 127.0.0.1:8501 --at 127.0.0.1:8502`` names workers that run without Docker.
"""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

HERE = Path(__file__).parent

COOKIE = "hidden_layers_worker"

SUBNET = "172.28.17"
"""Of the network that the containers share: the workers' addresses end with 11, 12, …"""

PORT = 8501
"""That a worker listens to within its container."""

MOST = 64
"""Workers behind one nginx: more than a machine of this time has cores for."""

FOLDER = "/tmp"
"""The one folder that nginx writes to."""


@dataclass(frozen=True)
class Server:
    """What is to be written.

    Parameters
    ----------
    workers : sequence of str
        Their addresses, each with its port.
    listen : str
        Address or port of nginx.
    base : str
        The path below which the program stands, such as ``"/layers"``; "" for none.
    certificate, key : str
        Files for TLS; "" for none.
    plain : str
        With TLS, the address or port that sends browsers on to it.
    folder : str
        The one folder that nginx writes to.
    """

    workers: Sequence[str]
    listen: str = "8080"
    base: str = ""
    certificate: str = ""
    key: str = ""
    plain: str = "8080"
    folder: str = FOLDER

    def __post_init__(self) -> None:
        """Refuse what would make another configuration than it looks."""
        if not 1 <= len(self.workers) <= MOST or len(set(self.workers)) != len(self.workers):
            raise ValueError(
                f"there are {len(self.workers)} workers; 1 to {MOST}, each another, can be dealt"
            )
        for worker in self.workers:
            if not re.fullmatch(r"[0-9.]+:[0-9]+", worker):
                raise ValueError(f"{worker!r} is no IPv4 address with a port, such as 127.0.0.1:8501")
        if self.base and not re.fullmatch(r"(/[A-Za-z0-9._-]+)+", self.base):
            raise ValueError(f"the base path is {self.base!r}; it begins with / and has no / at its end")
        if bool(self.certificate) != bool(self.key):
            raise ValueError("a certificate and its key go together")


def policy() -> str:
    """The Content-Security-Policy that docs/behind-a-proxy.md explains."""
    text = (HERE.parent / "docs" / "behind-a-proxy.md").read_text(encoding="utf-8")
    found = re.search(r"^Content-Security-Policy: (.*)$", text, re.MULTILINE)
    if found is None:
        raise ValueError("docs/behind-a-proxy.md has no policy")
    return found[1]


def nginx(server: Server) -> str:
    """Give nginx's configuration."""
    n_workers, names = len(server.workers), [f"w{place}" for place in range(len(server.workers))]
    shares = [f"        {100 / n_workers:.2f}% {name};" for name in names[:-1]] + [f"        * {names[-1]};"]
    upstreams = []
    for place, name in enumerate(names):
        others = [*server.workers[place + 1 :], *server.workers[:place]]
        lines = [f"        server {server.workers[place]} max_fails=1 fail_timeout=5s;"]
        lines += [f"        server {other} max_fails=1 fail_timeout=5s backup;" for other in others]
        upstreams.append("\n".join([f"    upstream {name} {{", *lines, "    }"]))
    answers = [
        f'        "~(^|, ){re.escape(worker)}$" {name};'
        for name, worker in zip(names, server.workers, strict=True)
    ]
    tls = more_headers = ""
    listen = server.listen
    if server.certificate:
        listen = f"{server.listen} ssl http2"
        more_headers = '        add_header Strict-Transport-Security "max-age=31536000" always;\n'
        tls = _TLS.substitute(certificate=server.certificate, key=server.key, plain=server.plain)
    text = Template((HERE / "nginx.template").read_text(encoding="utf-8"))
    return text.substitute(
        n_workers=n_workers,
        folder=server.folder,
        shares="\n".join(shares),
        numbers="|".join(str(place) for place in range(n_workers)),
        cookie=COOKIE,
        upstreams="\n".join(upstreams) + "\n",
        answers="\n".join(answers),
        base=server.base,
        secure="; Secure" if server.certificate else "",
        tls=tls,
        listen=listen,
        policy=policy(),
        more_headers=more_headers,
    )


_TLS = Template("""    ssl_certificate $certificate;
    ssl_certificate_key $key;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:tls:10m;
    ssl_session_timeout 1d;

    server {
        listen $plain;
        return 308 https://$$host$$request_uri;
    }

""")


def compose(server: Server) -> str:
    """Give the compose file."""
    names = [f"w{place}" for place in range(len(server.workers))]
    services = "".join(
        f"  {name}:\n    <<: *worker\n    networks:\n      inside:\n"
        f"        ipv4_address: {worker.partition(':')[0]}\n"
        for name, worker in zip(names, server.workers, strict=True)
    )
    certificates = "".join(f"      - {file}:{file}:ro\n" for file in (server.certificate, server.key) if file)
    ports = ["80:8080", "443:8443"] if server.certificate else ["80:8080"]
    text = Template((HERE / "compose.template").read_text(encoding="utf-8"))
    return text.substitute(
        n_workers=len(names),
        path=server.base.lstrip("/"),
        services=services,
        certificates=certificates,
        ports="\n".join(f'      - "{port}"' for port in ports),
        folder=server.folder,
        names=", ".join(names),
        subnet=SUBNET,
    )


def in_containers(n_workers: int) -> tuple[str, ...]:
    """Addresses of the workers of the compose file."""
    return tuple(f"{SUBNET}.{11 + place}:{PORT}" for place in range(n_workers))


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m deploy.write")
    parser.add_argument("--workers", type=int, default=4, help="how many containers")
    parser.add_argument("--at", action="append", help="a worker without Docker; nginx.conf alone is written")
    parser.add_argument("--listen", help="address or port of nginx")
    parser.add_argument("--base", default="")
    parser.add_argument("--certificate", default="")
    parser.add_argument("--key", default="")
    parser.add_argument("--to", type=Path, default=HERE, help="the folder to write to")
    asked = parser.parse_args()
    listen = asked.listen or ("8443" if asked.certificate else "8080")
    try:
        server = Server(
            tuple(asked.at or in_containers(asked.workers)), listen, asked.base, asked.certificate, asked.key
        )
    except ValueError as error:
        parser.error(str(error))
    (asked.to / "nginx.conf").write_text(nginx(server), encoding="utf-8")
    if not asked.at:
        (asked.to / "compose.yaml").write_text(compose(server), encoding="utf-8")


if __name__ == "__main__":
    main()
