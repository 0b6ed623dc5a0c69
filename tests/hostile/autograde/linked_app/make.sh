#!/bin/sh
rm cdk/app.py
ln -s /etc/passwd cdk/app.py
