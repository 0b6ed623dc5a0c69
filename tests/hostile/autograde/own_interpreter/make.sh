#!/bin/sh
mkdir -p cdk/.venv/bin bin
for program in cdk/.venv/bin/python3 cdk/python3 cdk/node bin/node node python3; do
    printf '#!/bin/sh\ntouch "%s/marker"\n' "$PWD" >$program
    chmod +x $program
done
echo 'version = 3.11.0' >cdk/.venv/pyvenv.cfg
echo 'raise SystemExit("mine")' >cdk/sitecustomize.py
