"""Preview the site:  python3 scripts/serve.py [--port 8000] [--host 127.0.0.1]

Saving a page or a YAML file rebuilds it and reloads the browser; an edit of Python needs a restart.
"""

import argparse
import errno
import os
import socket
import sys
import threading
import time

import environment

PORTS_TO_TRY = 20


def main() -> None:
    parser = argparse.ArgumentParser(description="本地预览网站：保存文件后自动重建并刷新页面。")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000；被占用时依次试后面的端口")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址；0.0.0.0 表示同一网络的电脑都能访问")
    options = parser.parse_args()
    environment.enter("site")
    from mkdocs.__main__ import cli  # only in .venv

    port = free_port(options.host, options.port)
    threading.Thread(target=announce, args=(options.host, port), daemon=True).start()
    os.chdir(environment.ROOT)
    # --livereload by name: newer releases of click do not apply MkDocs' default for it.
    cli(["serve", "--livereload", "--dev-addr", f"{options.host}:{port}"])


def free_port(host: str, first: int) -> int:
    """Return the first port that can be listened on, naming each one that is taken."""
    for port in range(first, min(first + PORTS_TO_TRY, 65536)):
        with socket.socket() as probe:
            if os.name != "nt":  # on Windows this option would let two programs share one port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):  # Windows says EACCES at times
                    sys.exit(f"本机没有地址 {host}，请检查 --host。")
                print(f"端口 {port} 已被占用，改试下一个。", flush=True)
            else:
                return port
    sys.exit(f"从 {first} 起没有可用的端口，请用 --port 指定其他端口。")


def announce(host: str, port: int) -> None:
    """Name the address once the first build is done: MkDocs listens only then."""
    shown = "127.0.0.1" if host == "0.0.0.0" else host
    print("正在构建，请稍候……", flush=True)
    while True:
        try:
            socket.create_connection((shown, port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            print(f"\n请在浏览器打开  http://{shown}:{port}/  （按 Ctrl+C 停止）\n", flush=True)
            return


if __name__ == "__main__":
    main()
