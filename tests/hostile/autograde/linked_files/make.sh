#!/bin/sh
ln -s /etc/passwd cdk/secrets.txt
ln -s / web
ln -s .. app
